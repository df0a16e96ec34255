import { type ChildLimits, IsolatedChild } from './isolated-child.ts';
import { ScoringError } from './scoring-error.ts';
import type { ScoringJob } from './scoring-job.ts';

/** Requests for one model that a child is handed ahead of its answers, so that it never waits for the channel. */
const AHEAD = 16;
/** Starts that may fail in a row before those who wait are told. */
const MAXIMUM_BOOT_FAILURES = 3;
/** Models that are remembered as having brought a child down. */
const MAXIMUM_SUSPECTS = 1_000;

/**
 * Hands requests to children, oldest first. Only requests for the model that a child is busy with are queued behind it, so
 * a model that hangs delays nobody but its own callers and one child; a model that brought a child down runs in one child
 * at a time until it has answered again.
 */
export class ChildPool {
  private readonly waiting: ScoringJob[] = [];
  private readonly children = new Set<IsolatedChild>();
  private readonly suspects = new Set<string>();
  private readonly limits: ChildLimits;
  private readonly size: number;
  private readonly maxWaiting: number;
  private bootFailures = 0;
  private closing: (() => void) | undefined;
  private closed = false;

  constructor(limits: ChildLimits, size: number, maxWaiting: number) {
    this.limits = limits;
    this.size = size;
    this.maxWaiting = maxWaiting;
  }

  submit(job: ScoringJob): void {
    if (this.closed) {
      job.reject(new ScoringError('CLOSED', 'the scorer has been closed'));
    } else if (this.waiting.length >= this.maxWaiting) {
      job.reject(new ScoringError('BUSY', 'too many requests are waiting', { waiting: this.maxWaiting }));
    } else {
      this.waiting.push(this.clearing(job));
      this.pump();
    }
  }

  /** An answer clears a model of suspicion: its child may have been ended by somebody else. */
  private clearing(job: ScoringJob): ScoringJob {
    const resolve: ScoringJob['resolve'] = (answer) => {
      this.suspects.delete(job.message.artifact.sha256);
      job.resolve(answer);
    };
    return { ...job, resolve };
  }

  close(): Promise<void> {
    this.closed = true;
    const closed = new ScoringError('CLOSED', 'the scorer has been closed');
    for (const job of this.waiting.splice(0)) job.reject(closed);
    if (this.children.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.closing = resolve;
      for (const child of this.children) child.kill(closed);
    });
  }

  private pump(): void {
    for (let index = 0; index < this.waiting.length; ) {
      const job = this.waiting[index];
      const child = job && this.choose(job);
      if (child) {
        this.waiting.splice(index, 1);
        child.give(job);
      } else {
        if (!this.hasRoom()) break;
        index += 1;
      }
    }
    this.grow();
  }

  private hasRoom(): boolean {
    return [...this.children].some((child) => child.ready && child.depth < AHEAD);
  }

  private choose({ message }: ScoringJob): IsolatedChild | undefined {
    const digest = message.artifact.sha256;
    const ready = [...this.children].filter((child) => child.ready);
    const same = ready.filter((child) => child.artifact === digest && child.depth < AHEAD);
    if (this.suspects.has(digest) && ready.some((child) => child.artifact === digest)) return same[0];
    const idle = ready.filter((child) => child.depth === 0);
    return (
      idle.find((child) => child.seen.has(digest)) ?? idle[0] ?? same.sort((a, b) => a.depth - b.depth)[0]
    );
  }

  /** Keeps a child free for the next caller, one start at a time, because those that are busy may be busy for long. */
  private grow(): void {
    if (this.children.size >= this.size) return;
    const children = [...this.children];
    if (children.every((child) => child.ready && child.depth > 0)) this.start();
  }

  private start(): void {
    try {
      const child = new IsolatedChild(this.limits, {
        ready: () => {
          this.bootFailures = 0;
          this.pump();
        },
        gone: (gone, unfinished, wasReady) => this.replace(gone, unfinished, wasReady),
      });
      this.children.add(child);
    } catch (error) {
      this.giveUp(error instanceof ScoringError ? error.message : 'the scoring process cannot be started');
    }
  }

  private replace(gone: IsolatedChild, unfinished: ScoringJob[], wasReady: boolean): void {
    this.children.delete(gone);
    if (this.closed) {
      const closed = new ScoringError('CLOSED', 'the scorer has been closed');
      for (const job of unfinished) job.reject(closed);
      if (this.children.size === 0) this.closing?.();
      return;
    }
    this.waiting.unshift(...unfinished);
    if (wasReady) {
      this.bringBack(gone);
      return;
    }
    this.bootFailures += 1;
    if (this.bootFailures >= MAXIMUM_BOOT_FAILURES) this.giveUp('the scoring process does not start');
    else this.start();
  }

  /** A child that had work is replaced at once, so that the next caller does not wait for a start. */
  private bringBack(gone: IsolatedChild): void {
    if (gone.culprit !== undefined) {
      this.suspects.add(gone.culprit);
      const [oldest] = this.suspects;
      if (this.suspects.size > MAXIMUM_SUSPECTS && oldest !== undefined) this.suspects.delete(oldest);
    }
    this.start();
    this.pump();
  }

  private giveUp(message: string): void {
    this.bootFailures = 0;
    for (const job of this.waiting.splice(0)) job.reject(new ScoringError('RUNTIME_UNAVAILABLE', message));
  }
}
