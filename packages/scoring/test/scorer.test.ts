import { afterAll, describe, expect, test } from 'vitest';
import {
  compareOutputs,
  createScorer,
  digestTensors,
  exactOutputs,
  fromTensors,
  parseGoldenSet,
  parseRobustnessCases,
  recordedOutputs,
  runGoldenSet,
  runRobustness,
  toTensors,
} from '../src/index.ts';
import { readExample } from './example.ts';

const scorer = createScorer({ children: 1 });
afterAll(() => scorer.close());

test('the runtime describes itself as the recorded predictions do', () => {
  const { golden } = readExample('credit-risk-1.1.0');
  expect({ ...scorer.describe(), batch: 1 }).toEqual(golden.runtime);
});

describe.each(['credit-risk-1.1.0', 'ridership-demand-2.1.0-rc.1'] as const)('%s', (name) => {
  const example = readExample(name);
  const { artifact, schema } = example;

  test('gives its golden answers to the bit', async () => {
    const parsed = parseGoldenSet(schema, example.golden);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const seen: number[] = [];
    const result = await runGoldenSet(scorer, artifact, schema, parsed.golden, ({ done }) => seen.push(done));
    expect(result).toMatchObject({
      verdict: 'identical',
      rows: 100,
      identical: 100,
      maxUlp: 0,
      differing: 0,
    });
    expect(result.comparedBits).toBeGreaterThanOrEqual(100 * 32);
    expect(seen).toEqual([100]);
  });

  test('shows the first golden row that differs', async () => {
    const parsed = parseGoldenSet(schema, example.golden);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const float = parsed.golden.rows[7]?.expected.find(({ dtype }) => dtype === 'float32')?.data;
    if (!Buffer.isBuffer(float)) throw new Error('no float output');
    float.writeUInt32LE(float.readUInt32LE(0) ^ 1, 0);
    const result = await runGoldenSet(scorer, artifact, schema, parsed.golden);
    expect(result).toMatchObject({ verdict: 'differs', identical: 99, differing: 1, maxUlp: 1 });
    expect(result.first?.id).toBe(String(example.golden.rows[7]?.id));
    const tolerant = await runGoldenSet(
      scorer,
      artifact,
      { ...schema, tolerance: { ulp: 1 } },
      parsed.golden,
    );
    expect(tolerant).toMatchObject({ verdict: 'within-tolerance', withinTolerance: 1, differing: 0 });
  });

  test('behaves in every robustness case as declared', async () => {
    const parsed = parseRobustnessCases(schema, example.robustness);
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const result = await runRobustness(scorer, artifact, schema, parsed.cases);
    expect(result.outcomes.filter(({ asDeclared }) => !asDeclared)).toEqual([]);
    expect(result.asDeclared).toBe(example.robustness.cases.length);
  });

  test('gives what was recorded in production, one by one and as a batch', async () => {
    const rows = example.predictions.map(({ inputs }) => inputs);
    const recorded = example.predictions.map(({ outputs }) => outputs);
    const runs = rows.map((row) => toTensors(schema, [row]));
    const { outputs } = await scorer.scoreRuns({ artifact, schema, runs });
    expect(outputs.map((tensors) => exactOutputs(schema, tensors)[0])).toEqual(recorded);

    const batch = await scorer.score({ artifact, schema, rows });
    expect(exactOutputs(schema, batch.outputs)).toEqual(recorded);
    expect(fromTensors(schema, batch.outputs)).toHaveLength(rows.length);
    expect(compareOutputs(recordedOutputs(schema, recorded), batch.outputs)).toMatchObject({
      verdict: 'identical',
    });
    expect(digestTensors(batch.outputs)).toBe(digestTensors(recordedOutputs(schema, recorded)));
    expect(digestTensors(batch.inputs)).toBe(digestTensors(toTensors(schema, rows)));
    expect(batch.durationMs).toBeGreaterThan(0);
  });
});

test('rows that do not fit the schema never reach the runtime', async () => {
  const { artifact, schema, golden } = readExample('credit-risk-1.1.0');
  const rows = [{ ...golden.rows[0]?.inputs, Amount: '900' }];
  await expect(scorer.score({ artifact, schema, rows })).rejects.toMatchObject({
    code: 'INPUT_REFUSED',
    detail: { problems: [{ row: 0, field: 'Amount', code: 'type' }] },
  });
});

test('tensors that are not those of the schema are refused', async () => {
  const { artifact, schema, golden } = readExample('ridership-demand-2.1.0-rc.1');
  const tensors = toTensors(schema, [golden.rows[0]?.inputs ?? {}]);
  const refused = { code: 'INPUT_REFUSED' };
  await expect(scorer.score({ artifact, schema, tensors: tensors.slice(1) })).rejects.toMatchObject(refused);
  const wide = tensors.map((tensor) => (tensor.name === 'wind' ? { ...tensor, shape: [1, 2] } : tensor));
  await expect(scorer.score({ artifact, schema, tensors: wide })).rejects.toMatchObject(refused);
  const short = tensors.map((tensor) =>
    tensor.name === 'wind' ? { ...tensor, data: Buffer.alloc(3) } : tensor,
  );
  await expect(scorer.score({ artifact, schema, tensors: short })).rejects.toMatchObject(refused);
});
