/**
 * Entry of the thread that executes models. Handles one run after the other; everything that it is told comes from the
 * child's main thread.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { packTensors } from '../tensor/pack-tensors.ts';
import { unpackTensors } from '../tensor/unpack-tensors.ts';
import { loadRuntime } from './load-runtime.ts';
import type { OrtSession } from './ort-module.ts';
import { fromOrt, toOrt } from './ort-tensors.ts';
import {
  type ChildMessage,
  type ChildSettings,
  joinPayload,
  type RunMessage,
  splitPayload,
} from './protocol.ts';
import { runFailure } from './run-failure.ts';
import { ScoringError } from './scoring-error.ts';
import { SessionCache } from './session-cache.ts';

if (!parentPort) throw new Error('this file is the entry of a worker thread');
const port = parentPort;
const settings: ChildSettings = workerData;

const ort = await loadRuntime(settings.runtimeAlias, settings.wasmSha256);
const sessions = new SessionCache(ort, settings);

const execute = async (session: OrtSession, message: RunMessage): Promise<ChildMessage> => {
  const answers: Buffer[] = [];
  let bytes = 0;
  let durationMs = 0;
  for (const run of splitPayload(message.payload)) {
    const feeds = Object.fromEntries(unpackTensors(run).map((tensor) => [tensor.name, toOrt(ort, tensor)]));
    const start = performance.now();
    const results = await session.run(feeds, message.outputs);
    durationMs += performance.now() - start;
    const packed = packTensors(message.outputs.map((name) => fromOrt(name, results[name])));
    bytes += packed.length;
    if (bytes > settings.maxOutputBytes)
      throw new ScoringError(
        'OUTPUT_REFUSED',
        `the outputs are larger than ${settings.maxOutputBytes} bytes`,
      );
    answers.push(packed);
  }
  return { kind: 'done', id: message.id, payload: joinPayload(answers), durationMs };
};

const handle = async (message: RunMessage): Promise<ChildMessage> => {
  let session: OrtSession | undefined;
  try {
    session = await sessions.open(message);
    return await execute(session, message);
  } catch (error) {
    return runFailure(message.id, error, session !== undefined);
  }
};

const send = (message: ChildMessage): void =>
  port.postMessage(message, message.kind === 'done' ? [message.payload.bytes.buffer as ArrayBuffer] : []);

let last = Promise.resolve();
port.on('message', (message: RunMessage) => {
  last = last.then(async () => send(await handle(message)));
});
send({ kind: 'ready' });
