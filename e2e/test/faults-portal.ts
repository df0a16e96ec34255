import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@countersign/tooling/free-port';

const main = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));
const readyWithinMs = 60_000;

/** A portal without examples, on a folder and a port of its own, that is killed and started again in the same place. */
export class FaultyPortal {
  readonly url: string;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly data: string,
    readonly port: number,
    /** Settings beside those that every portal of these tests has. */
    readonly settings: NodeJS.ProcessEnv,
  ) {
    this.url = `http://localhost:${port}`;
  }

  static async open(settings: NodeJS.ProcessEnv = {}): Promise<FaultyPortal> {
    const data = await mkdtemp(path.join(tmpdir(), 'countersign-faults-'));
    // The embedded PostgreSQL runs as another account where the tests run as root, and has to reach its folder.
    await chmod(data, 0o755);
    return new FaultyPortal(data, await freePort(), settings);
  }

  get processId(): number | undefined {
    return this.#process?.pid;
  }

  get isRunning(): boolean {
    return (
      this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  /** @returns milliseconds from the start of the process to its first "ready" */
  async start(settings: NodeJS.ProcessEnv = {}): Promise<number> {
    const began = performance.now();
    const inherited = Object.entries(process.env).filter(([name]) => !/^(COUNTERSIGN_|DATABASE_)/.test(name));
    const server = spawn(process.execPath, [main], {
      env: {
        ...Object.fromEntries(inherited),
        PORT: String(this.port),
        COUNTERSIGN_URL: this.url,
        COUNTERSIGN_DATA: this.data,
        COUNTERSIGN_EXAMPLES: 'off',
        LOG_LEVEL: 'warn',
        ...this.settings,
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = server;
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-20_000);
      });
    }
    while (performance.now() - began < readyWithinMs) {
      if (!this.isRunning) throw new Error(`the portal ended while it started:\n${this.#output}`);
      const ready = await fetch(`${this.url}/readyz`).catch(() => null);
      await ready?.arrayBuffer();
      if (ready?.ok) return performance.now() - began;
      await sleep(20);
    }
    throw new Error(`the portal was not ready within ${readyWithinMs / 1_000} s:\n${this.#output}`);
  }

  /** The one-time token for the first administrator, as the console shows it. */
  async setUpToken(): Promise<string> {
    for (let look = 0; look < 100; look += 1) {
      const [, token] = /^ {2}([\w-]{32})$/m.exec(this.#output) ?? [];
      if (token) return token;
      await sleep(20);
    }
    throw new Error(`no token was printed:\n${this.#output}`);
  }

  /** The server is gone at once; PostgreSQL, a process of its own, stays. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends PostgreSQL: SIGKILL as a crash would, SIGINT as somebody who restarts it. */
  async endDatabase(signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
    const [first] = (await readFile(path.join(this.data, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(first), signal);
  }

  /** As an administrator or a supervisor stops it. @returns the exit code */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM');
    return this.#process?.exitCode ?? null;
  }

  async close(): Promise<void> {
    if (!this.isRunning) await this.start();
    await this.#end('SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }

  get output(): string {
    return this.#output;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const server = this.#process;
    if (!server || !this.isRunning) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }
}
