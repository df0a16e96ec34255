import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const LAST_LINES = 40; // of a failed step's output
const PARENT = 500; // ms between two looks at who our parent is
const WORD = 10_000; // ms between two lines of progress where there is no terminal
const seconds = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

/**
 * Runs one step of a longer way, showing that it moves; its output is shown only where it fails.
 * A failed step ends this process with exit code 1, after saying what failed and what to do: `advice`, a sentence or a
 * function from the output to one.
 */
export async function runStep(title, command, { options = [], cwd, env, advice }) {
  const start = Date.now();
  const lines = [];
  const progress = showProgress(title, start, lines);
  const status = await run(command, options, { cwd, env, onLine: (line) => lines.push(line) });
  progress.end();
  if (status === 0) {
    console.log(`✔ ${title} (${seconds(start)})`);
    return;
  }
  console.error(`✖ ${title} failed after ${seconds(start)}: ${[command, ...options].join(' ')}\n`);
  console.error(lines.slice(-LAST_LINES).join('\n'));
  console.error(`\n${typeof advice === 'function' ? advice(lines.join('\n')) : advice}`);
  process.exit(1);
}

function showProgress(title, start, lines) {
  const last = () => (lines.at(-1) ?? '').trim();
  if (!process.stdout.isTTY) {
    console.log(`▸ ${title} …`);
    const timer = setInterval(() => console.log(`  ${title}, ${seconds(start)}: ${last()}`), WORD);
    return { end: () => clearInterval(timer) };
  }
  const draw = () => {
    const text = `▸ ${title} (${seconds(start)}) ${last()}`.slice(0, (process.stdout.columns ?? 80) - 1);
    process.stdout.write(`\r\x1b[2K${text}`);
  };
  draw();
  const timer = setInterval(draw, 200);
  return {
    end: () => {
      clearInterval(timer);
      process.stdout.write('\r\x1b[2K');
    },
  };
}

/**
 * Runs a command in a process group of its own and returns its exit code. Signals to this process are passed on to
 * the whole group, once: a terminal and npm both send the same Ctrl-C. With `onLine` the output is read, else inherited.
 */
export function run(command, options, { cwd, env, onLine, stdio = 'inherit' }) {
  return new Promise((settle) => {
    const child = spawn(command, options, {
      cwd,
      env,
      detached: true,
      stdio: onLine ? ['ignore', 'pipe', 'pipe'] : stdio,
    });
    const stopForwarding = forwardSignals(child);
    if (onLine) for (const stream of [child.stdout, child.stderr]) readLines(stream, onLine);
    child.once('error', (error) => {
      onLine?.(error.message);
      stopForwarding();
      settle(127);
    });
    child.once('close', (code, signal) => {
      const stopped = stopForwarding();
      const status = code ?? 128 + constants.signals[signal];
      if (stopped && onLine) process.exit(128 + constants.signals[stopped]);
      settle(status);
    });
  });
}

function forwardSignals(child) {
  let forwarded;
  let at = 0;
  const forward = (signal) => {
    if (signal === forwarded && Date.now() - at < 1000) return;
    forwarded = signal;
    at = Date.now();
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group has ended by itself.
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  // npm passes a signal to the shell between it and us, which ends without telling; then somebody else is our parent.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && forward('SIGTERM'), PARENT).unref();
  return () => {
    clearInterval(orphaned);
    for (const signal of signals) process.off(signal, forward);
    return forwarded;
  };
}

function readLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    for (const line of parts) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}
