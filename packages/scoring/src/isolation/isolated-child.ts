import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ChildMessage, type ChildSettings, isChildMessage } from './protocol.ts';
import { ScoringError } from './scoring-error.ts';
import type { ScoringJob } from './scoring-job.ts';

/** Milliseconds in which a child must have its runtime up; a loaded machine needs a few seconds. */
const BOOT_DEADLINE_MS = 60_000;
/** Beside this file in dist; in dist when this file is still a source. */
const ENTRY_PLACES = [
  './isolation/scoring-child.js',
  './scoring-child.js',
  '../../dist/isolation/scoring-child.js',
];

/** Renamed once it was stable, in Node 23.5. */
const PERMISSION_FLAG = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

export interface ChildLimits {
  settings: ChildSettings;
  maxMemoryMb: number;
  folder: string;
}

export interface ChildEvents {
  /** The child can take more work. */
  ready(child: IsolatedChild): void;
  /** The process is gone; `unfinished` were handed to it and never began, the one that ran has been failed. */
  gone(child: IsolatedChild, unfinished: ScoringJob[], wasReady: boolean): void;
}

const entry = (): string => {
  const found = ENTRY_PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync);
  if (!found)
    throw new ScoringError(
      'RUNTIME_UNAVAILABLE',
      'the scoring child is not built (run the build of scoring)',
    );
  return found;
};

const spawnChild = ({ settings, maxMemoryMb, folder }: ChildLimits): ChildProcess =>
  fork(entry(), [JSON.stringify(settings)], {
    execArgv: [
      // Reading files and a thread are all that it may do: no writing, no processes, no native code.
      PERMISSION_FLAG,
      '--allow-fs-read=*',
      '--allow-worker',
      `--max-old-space-size=${settings.maxHeapMb}`,
      // A page of WebAssembly memory is 64 KiB.
      `--wasm-max-mem-pages=${maxMemoryMb * 16}`,
    ],
    cwd: folder,
    // Nothing of the parent's environment: it may hold secrets, and the locale must not change with the machine.
    env: { LC_ALL: 'C' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

/** One child process and the requests that it was handed, in order. The first of them is the one that executes. */
export class IsolatedChild {
  private readonly process: ChildProcess;
  private readonly events: ChildEvents;
  private readonly jobs: ScoringJob[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isReady = false;
  private isGone = false;
  private failure: ScoringError | undefined;
  /** Digests of models that it has opened at some time: a hint for where to send a request, no promise. */
  readonly seen = new Set<string>();
  /** Digest of the model that was executing when the process ended. */
  culprit: string | undefined;

  constructor(limits: ChildLimits, events: ChildEvents) {
    this.events = events;
    this.process = spawnChild(limits);
    // Timers keep the parent alive while something is under way; an idle child must not.
    this.process.unref();
    this.process.channel?.unref();
    this.timer = setTimeout(() => this.kill(), BOOT_DEADLINE_MS);
    this.process.on('message', (message: unknown) => this.receive(message));
    this.process.on('error', () => this.end());
    this.process.on('exit', () => this.end());
  }

  get ready(): boolean {
    return this.isReady && !this.isGone && this.failure === undefined;
  }

  get depth(): number {
    return this.jobs.length;
  }

  /** Digest of the model that it works on, undefined when idle. */
  get artifact(): string | undefined {
    return this.jobs[0]?.message.artifact.sha256;
  }

  give(job: ScoringJob): void {
    this.jobs.push(job);
    this.seen.add(job.message.artifact.sha256);
    this.process.send(job.message, (error) => {
      if (error) this.kill();
    });
    if (this.jobs.length === 1) this.watch();
  }

  /** Ends the process at once. What runs in it fails with `reason`, the rest is handed back. */
  kill(reason?: ScoringError): void {
    this.failure ??= reason ?? new ScoringError('RUNTIME_CRASHED', 'the scoring process had to be ended');
    // Whoever waits for the end must not be left without anything that keeps the parent alive.
    this.process.ref();
    this.process.kill('SIGKILL');
  }

  private watch(): void {
    clearTimeout(this.timer);
    const [job] = this.jobs;
    if (!job) return;
    const { deadlineMs } = job;
    this.timer = setTimeout(
      () => this.kill(new ScoringError('DEADLINE', `no answer within ${deadlineMs} ms`, { deadlineMs })),
      deadlineMs,
    );
  }

  private receive(message: unknown): void {
    if (this.failure) return;
    if (!isChildMessage(message)) {
      this.kill();
    } else if (message.kind === 'ready') {
      this.isReady = true;
      clearTimeout(this.timer);
      this.events.ready(this);
    } else {
      this.settle(message);
    }
  }

  private settle(message: Exclude<ChildMessage, { kind: 'ready' }>): void {
    const job = this.jobs[0];
    if (job?.message.id !== message.id) {
      this.kill();
      return;
    }
    if (message.kind === 'failed' && message.fatal) {
      this.kill(new ScoringError(message.code, message.message));
      return;
    }
    this.jobs.shift();
    this.watch();
    if (message.kind === 'done') job.resolve(message);
    else job.reject(new ScoringError(message.code, message.message));
    this.events.ready(this);
  }

  private end(): void {
    if (this.isGone) return;
    this.isGone = true;
    clearTimeout(this.timer);
    this.culprit = this.artifact;
    const [running, ...unfinished] = this.jobs.splice(0);
    running?.reject(
      this.failure ??
        new ScoringError('RUNTIME_CRASHED', 'the scoring process ended while it was executing the model'),
    );
    this.events.gone(this, unfinished, this.isReady);
  }
}
