import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@countersign/tooling/free-port';
import type { TestProject } from 'vitest/node';
import { openIdentityProvider } from './identity-provider.ts';
import { openMailServer } from './mail-server.ts';

export interface Portal {
  readonly url: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** Folder of the mails that it sent, a file each, as they came over the wire. */
  readonly mails: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    portals: readonly Portal[];
  }
}

const main = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));
const readyWithinMs = 150_000;

/** The portal refuses settings that it does not know, and the tests' own variables share its prefix. */
const withoutSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('COUNTERSIGN_')));

async function whenReady(url: string, portal: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  while (Date.now() < deadline) {
    if (portal.exitCode !== null) throw new Error(`the portal ended while it started:\n${said()}`);
    const ready = await fetch(`${url}/readyz`).catch(() => null);
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`the portal was not ready within ${readyWithinMs / 1000} s:\n${said()}`);
}

/** A portal's process. */
interface Running {
  stop(): Promise<void>;
}

async function run(data: string, port: number, settings: NodeJS.ProcessEnv): Promise<Running> {
  const url = `http://localhost:${port}`;
  let output = '';
  const portal = spawn(process.execPath, [main], {
    env: {
      ...withoutSettings(process.env),
      PORT: String(port),
      COUNTERSIGN_URL: url,
      COUNTERSIGN_DATA: data,
      COUNTERSIGN_EXAMPLES: 'on',
      ...settings,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [portal.stdout, portal.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  await whenReady(url, portal, () => output);
  return {
    stop: async () => {
      if (portal.exitCode === null) {
        portal.kill('SIGTERM');
        await once(portal, 'exit');
      }
      if (portal.exitCode !== 0) throw new Error(`the portal ended with ${portal.exitCode}:\n${output}`);
    },
  };
}

/** Data of a portal that has the examples and was stopped in good order; `npm test` has some already. */
async function loadExamples(): Promise<string> {
  if (process.env.COUNTERSIGN_TEST_STORY) return process.env.COUNTERSIGN_TEST_STORY;
  const data = await mkdtemp(path.join(tmpdir(), 'countersign-e2e-'));
  // The embedded PostgreSQL runs as another account where the tests run as root, and has to reach its folder.
  await chmod(data, 0o755);
  const loading = await run(data, await freePort(), {});
  await loading.stop();
  return data;
}

/** The same bytes under the same owners, to be changed apart from the first. */
async function copyOf(data: string): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'countersign-e2e-'));
  await promisify(execFile)('cp', ['-a', `${data}/.`, copy]);
  return copy;
}

/** The whole product as `npm start` runs it, with an identity provider and a mail server beside it, on `data` and a port of its own. */
async function startPortal(data: string): Promise<{ portal: Portal; stop: () => Promise<void> }> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const provider = await openIdentityProvider();
  const signOn = await provider.settings(url);
  const mails = path.join(data, 'mails');
  const mailServer = await openMailServer(mails);
  const running = await run(data, port, { ...signOn, ...mailServer.settings });
  const tokens = JSON.parse(await readFile(path.join(data, 'demo-tokens.json'), 'utf8')) as Record<
    string,
    string
  >;
  const stop = async () => {
    await running.stop().finally(async () => {
      await provider.close();
      await mailServer.close();
      await rm(data, { recursive: true, force: true });
    });
  };
  return { portal: { url, tokens, mails }, stop };
}

/**
 * One portal for each worker, whose files share it, one after the other; the last one is for a file that needs one to
 * itself. The examples are loaded once.
 */
export default async function startPortals(project: TestProject): Promise<() => Promise<void>> {
  const loaded = await loadExamples();
  const copies = Array.from({ length: project.config.maxWorkers + 1 }, () => copyOf(loaded));
  const started = await Promise.all((await Promise.all(copies)).map(startPortal));
  project.provide(
    'portals',
    started.map(({ portal }) => portal),
  );
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
    await rm(loaded, { recursive: true, force: true });
  };
}
