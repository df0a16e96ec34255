import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { main, withoutSettings } from './start-portal.mjs';

const killedAt = /^Loading the examples, once: +12 of /;
const ready = /^Countersign is at /;
const LAST_LINES = 40; // of a server that ended before it was ready

/**
 * Starts the built product on a data folder of its own, as anybody does for the first time, kills it in the midst of
 * the example's story, starts it again, and stops it in good order where it is ready. Examples and journeys begin with
 * copies of that folder. Returns its path.
 */
export async function tellStory(folder, env) {
  const data = mkdtempSync(join(folder, 'story-'));
  // The embedded PostgreSQL runs as another account where the tests run as root, and has to reach its folder.
  chmodSync(data, 0o755);
  await runUntil(killedAt, 'SIGKILL', data, env);
  const code = await runUntil(ready, 'SIGTERM', data, env);
  if (code !== 0) throw new Error(`the portal that told the story ended with ${code}`);
  return data;
}

/** Ends the server by a signal as soon as it has printed such a line. Returns its exit code. */
async function runUntil(line, signal, data, env) {
  const server = spawn(process.execPath, [main], {
    env: { ...withoutSettings(env), PORT: '0', COUNTERSIGN_DATA: data, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(server, 'exit');
  const said = [];
  let isFound = false;
  for (const stream of [server.stdout, server.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      said.push(text);
      if (isFound || !line.test(text)) return;
      isFound = true;
      server.kill(signal);
    });
  }
  const [code] = await ended;
  if (isFound) return code;
  throw new Error(
    `the portal that tells the story ended with ${code}:\n${said.slice(-LAST_LINES).join('\n')}`,
  );
}
