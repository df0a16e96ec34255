import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

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

/** The whole product as `npm start` runs it, with the example data an identity provider and a mail server beside it, on a data directory and a port of its own. */
async function startPortal(): Promise<{ portal: Portal; stop: () => Promise<void> }> {
  const data = await mkdtemp(path.join(tmpdir(), 'countersign-e2e-'));
  // The embedded PostgreSQL runs as another account where the tests run as root, and has to reach its folder.
  await chmod(data, 0o755);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const provider = await openIdentityProvider();
  const signOn = await provider.settings(url);
  const mails = path.join(data, 'mails');
  const mailServer = await openMailServer(mails);
  let output = '';
  const portal = spawn(process.execPath, [main], {
    env: {
      ...withoutSettings(process.env),
      PORT: String(port),
      COUNTERSIGN_URL: url,
      COUNTERSIGN_DATA: data,
      COUNTERSIGN_EXAMPLES: 'on',
      ...signOn,
      ...mailServer.settings,
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
  const tokens = JSON.parse(await readFile(path.join(data, 'demo-tokens.json'), 'utf8')) as Record<
    string,
    string
  >;
  const stop = async () => {
    if (portal.exitCode === null) {
      portal.kill('SIGTERM');
      await once(portal, 'exit');
    }
    await provider.close();
    await mailServer.close();
    await rm(data, { recursive: true, force: true });
    if (portal.exitCode !== 0) throw new Error(`the portal ended with ${portal.exitCode}:\n${output}`);
  };
  return { portal: { url, tokens, mails }, stop };
}

/** One portal for each worker: the files of a worker share it, one after the other. */
export default async function startPortals(project: TestProject): Promise<() => Promise<void>> {
  const started = await Promise.all(Array.from({ length: project.config.maxWorkers }, startPortal));
  project.provide(
    'portals',
    started.map(({ portal }) => portal),
  );
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
  };
}
