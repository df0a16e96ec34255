import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const runStep = fileURLToPath(new URL('../src/run-step.mjs', import.meta.url));

/** Runs a program that uses run-step; `act` may send it signals once it has said something. */
async function runProgram(code, act = () => {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  child.stdout.once('data', () => act(child));
  const [status] = await once(child, 'close');
  return { status, output };
}

it('shows the output of a step only where it fails, with what to do', async () => {
  const { status, output } = await runProgram(`
    import { runStep } from '${runStep}';
    const step = (title, code) => runStep(title, process.execPath, { options: ['-e', code], advice: 'Do this.' });
    await step('First', 'console.log("quiet")');
    await step('Second', 'console.log("loud"); process.exit(3)');
    console.log('never reached');
  `);
  expect(status).toBe(1);
  expect(output).toMatch(/✔ First/);
  expect(output).not.toMatch(/quiet|never reached/);
  expect(output).toMatch(/✖ Second failed[\s\S]*loud[\s\S]*Do this\./);
});

it('says what is missing where a program does not exist', async () => {
  const { status, output } = await runProgram(`
    import { runStep } from '${runStep}';
    await runStep('Nothing', 'no-such-program', { advice: 'Install it.' });
  `);
  expect(status).toBe(1);
  expect(output).toMatch(/ENOENT[\s\S]*Install it\./);
});

it('passes one Ctrl-C on once, however often it arrives, and keeps the exit code', async () => {
  const server = `
    let count = 0;
    process.on('SIGINT', () => { count += 1; setTimeout(() => { console.log('signals', count); process.exit(7); }, 300); });
    console.log('up');
    setInterval(() => {}, 1000);
  `;
  const { status, output } = await runProgram(
    `import { run } from '${runStep}';
     process.exit(await run(process.execPath, ['-e', ${JSON.stringify(server)}], {}));`,
    (child) => {
      child.kill('SIGINT');
      setTimeout(() => child.kill('SIGINT'), 50);
    },
  );
  expect(output).toMatch(/signals 1\n/);
  expect(status).toBe(7);
});

it('ends what it runs where the shell that started it is gone, as npm leaves it behind', async () => {
  const code = `import { run } from '${runStep}';
    process.exit(await run(process.execPath, ['-e', 'console.log("up", process.pid); setInterval(() => {}, 1000)'], {}));`;
  const shell = spawn('sh', ['-c', `"${process.execPath}" --input-type=module -e "$0"; exit 0`, code]);
  const [said] = await once(shell.stdout.setEncoding('utf8'), 'data');
  const pid = Number(said.split(' ')[1]);
  shell.kill('SIGTERM');
  // The pipe closes when the last process that writes to it is gone.
  await once(shell.stdout, 'close');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
