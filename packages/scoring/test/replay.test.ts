import { afterAll, expect, test } from 'vitest';
import {
  createOnnxWasmAdapter,
  createRuntimeRegistry,
  digestTensors,
  packTensors,
  recordedOutputs,
  replayRun,
  runtimeKey,
  toTensors,
  unpackTensors,
} from '../src/index.ts';
import { readExample } from './example.ts';

const adapter = createOnnxWasmAdapter({ children: 1 });
const registry = createRuntimeRegistry([adapter]);
afterAll(() => registry.close());

const { artifact, schema, predictions } = readExample('credit-risk-1.1.0');
const rows = predictions.slice(0, 20);
/** As it comes back from storage: packed and unpacked. */
const recorded = () => ({
  format: 'onnx',
  artifact,
  schema,
  runtime: adapter.describe(),
  inputs: unpackTensors(
    packTensors(
      toTensors(
        schema,
        rows.map(({ inputs }) => inputs),
      ),
    ),
  ),
  outputs: unpackTensors(
    packTensors(
      recordedOutputs(
        schema,
        rows.map(({ outputs }) => outputs),
      ),
    ),
  ),
});

/** The recorded run with the lowest bit of one probability flipped. */
const falsified = (row: number) => {
  const run = recorded();
  const outputs = run.outputs.map((tensor) => {
    if (!Buffer.isBuffer(tensor.data)) return tensor;
    const data = Buffer.from(tensor.data);
    data.writeUInt32LE(data.readUInt32LE(row * 8) ^ 1, row * 8);
    return { ...tensor, data };
  });
  return { ...run, outputs };
};

test('a stored run replays identically, as a batch and for each of its rows', async () => {
  expect(await replayRun(registry, recorded())).toMatchObject({
    verdict: 'identical',
    guarantee: 'bit-exact',
  });
  expect(await replayRun(registry, recorded(), { row: 13 })).toMatchObject({ verdict: 'identical' });
});

test('a stored answer that was changed is found, and only where it was changed', async () => {
  const run = falsified(5);
  expect(digestTensors(run.outputs)).not.toBe(digestTensors(recorded().outputs));
  expect(await replayRun(registry, run)).toMatchObject({
    verdict: 'differs',
    differing: 1,
    firstDifference: { output: 'probabilities', row: 5, index: 10, ulp: 1 },
  });
  expect(await replayRun(registry, run, { row: 4 })).toMatchObject({ verdict: 'identical' });
  expect(await replayRun(registry, { ...run, schema: { ...schema, tolerance: { ulp: 1 } } })).toMatchObject({
    verdict: 'within-tolerance',
  });
});

test('what cannot be replayed says why', async () => {
  const run = recorded();
  const withRuntime = (change: object) =>
    replayRun(registry, { ...run, runtime: { ...run.runtime, ...change } });
  const because = (code: string) => ({ verdict: 'not-replayable', code });
  expect(await withRuntime({ version: '1.22.0' })).toMatchObject(because('RUNTIME_NOT_AVAILABLE'));
  expect(await withRuntime({ wasmSha256: '00'.repeat(32) })).toMatchObject(because('RUNTIME_NOT_AVAILABLE'));
  expect(await withRuntime({ name: 'onnxruntime-node' })).toMatchObject(because('RUNTIME_NOT_AVAILABLE'));
  expect(await withRuntime({ threads: 2 })).toMatchObject(because('RUNTIME_OPTIONS_UNSUPPORTED'));
  expect(await replayRun(registry, { ...run, format: 'pickle' })).toMatchObject(because('NO_ADAPTER'));
  expect(await replayRun(registry, run, { row: 20 })).toMatchObject(because('ROW_OUT_OF_RANGE'));
  const erased = { sha256: 'ab'.repeat(32), path: `${artifact.path}.erased` };
  expect(await replayRun(registry, { ...run, artifact: erased })).toMatchObject(because('ARTIFACT_MISSING'));
});

test('the recorded optimisation level is used again', async () => {
  const run = recorded();
  const runtime = { ...run.runtime, graphOptimizationLevel: 'disabled' as const };
  expect(await replayRun(registry, { ...run, runtime })).toMatchObject({ verdict: 'identical' });
});

test('runtimes are told apart by name, version and digest', () => {
  expect(registry.runtimes().map(runtimeKey)).toEqual([
    'onnxruntime-web@1.30.0#3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  ]);
});

test('a scorer that is closed is no verdict about a prediction', async () => {
  const other = createOnnxWasmAdapter({ children: 1 });
  await other.close();
  await expect(replayRun(createRuntimeRegistry([other]), recorded())).rejects.toMatchObject({
    code: 'CLOSED',
  });
});
