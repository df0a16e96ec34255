/**
 * Entry of the child process. Its main thread only carries messages, so that it notices when the parent is gone even while
 * a model computes; the thread beside it executes models.
 */
import { Worker } from 'node:worker_threads';
import type { ChildMessage, ChildSettings, RunMessage } from './protocol.ts';

const settings: ChildSettings = JSON.parse(process.argv[2] ?? '{}');
const worker = new Worker(new URL('./scoring-worker.js', import.meta.url), {
  workerData: settings,
  resourceLimits: { maxOldGenerationSizeMb: settings.maxHeapMb },
  env: {},
});

/** Runs that were handed to the thread and not answered; the first is the one that executes. */
const running: number[] = [];

const send = (message: ChildMessage, done?: () => void): void => {
  process.send?.(message, undefined, undefined, done);
};

process.on('message', (message: RunMessage) => {
  running.push(message.id);
  // A copy that owns its memory, so that it can be handed over; the received one is a view into the channel's buffer.
  const bytes = new Uint8Array(message.payload.bytes);
  worker.postMessage({ ...message, payload: { ...message.payload, bytes } }, [bytes.buffer]);
});
process.on('disconnect', () => process.exit(0));

worker.on('message', (message: ChildMessage) => {
  if (message.kind !== 'ready') running.shift();
  send(message, message.kind === 'failed' && message.fatal ? () => process.exit(1) : undefined);
});
worker.on('error', (error: NodeJS.ErrnoException) => {
  const [id] = running;
  if (id === undefined) process.exit(2);
  const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  send(
    { kind: 'failed', id, code: memory ? 'MEMORY' : 'RUNTIME_CRASHED', message: error.message, fatal: true },
    () => process.exit(1),
  );
});
