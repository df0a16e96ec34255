import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keyText, openZip, type PackedPrediction } from '@countersign/ledger';
import { packTensors, parseSchema, recordedOutputs, toTensors } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../src/pack/node-crypto.ts';
import { key, run, writePack } from './example-pack.ts';

const scoring = fileURLToPath(new URL('../../../packages/scoring/', import.meta.url));
const example = (file: string) => readFileSync(join(scoring, 'test/fixtures/credit-risk-1.1.0', file));
const blobs = new Map<string, Uint8Array>();
const keep = (bytes: Uint8Array): string => {
  const digest = createHash('sha256').update(bytes).digest('hex');
  blobs.set(digest, bytes);
  return digest;
};
const artifact = keep(example('model.onnx'));
const schemaDigest = keep(example('schema.json.txt'));
const parsed = parseSchema(JSON.parse(example('schema.json.txt').toString('utf8')));
if (!('schema' in parsed)) throw new Error('the example has a schema');
const { schema } = parsed;

interface Recorded {
  readonly runtime: PackedPrediction['run']['runtime'];
  readonly inputs: Parameters<typeof toTensors>[1][number];
  readonly outputs: Parameters<typeof recordedOutputs>[1][number];
}
const recorded = example('predictions.ndjson')
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** Each a run of one row, as claims are; `outputs` may be those of another one. */
const prediction = (n: number, outputs = n): PackedPrediction => ({
  v: 1,
  id: idOf(n),
  row: 0,
  model: { id: idOf(0), key: 'credit-risk' },
  version: { id: idOf(0), label: '1.1.0' },
  mode: 'champion',
  basis: 'claimed',
  consumer: 'c',
  answeredAt: '2026-11-21T00:00:00.000Z',
  recordedAt: '2026-11-21T00:00:00.000Z',
  decision: null,
  run: {
    id: idOf(n),
    rows: 1,
    artifact,
    schema: schemaDigest,
    runtime: recorded[n]!.runtime,
    parameters: {},
    inputs: keep(packTensors(toTensors(schema, [recorded[n]!.inputs]))),
    outputs: keep(packTensors(recordedOutputs(schema, [recorded[outputs]!.outputs]))),
  },
  sealed: null,
});
let folder: string;
let zip: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-replayed-'));
  zip = join(folder, 'pack.zip');
  await writePack(
    zip,
    { entries: [[0, 3]], predictions: recorded.slice(0, 100).map((_, n) => prediction(n)) },
    blobs,
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe('countersign replay --pack', () => {
  it('reproduces every prediction to the bit, from the pack alone', async () => {
    const { code, out } = await run('replay', '--pack', zip, '--key', keyText(key));
    expect(out.match(/^Identical /gm)).toHaveLength(100);
    expect(out).toMatch(/100 of 100 reproduced, from .*pack\.zip alone\n$/);
    expect(code).toBe(0);
  });

  it('executes one of them, and says that the origin cannot be told without the key', async () => {
    const { code, out } = await run('replay', idOf(7), '--pack', zip);
    expect(out).toContain('1 of 1 reproduced');
    expect(code).toBe(2);
    expect((await run('replay', idOf(999), '--pack', zip)).aside).toContain('The pack holds no prediction');
  });

  it('finds an answer that is not the model’s, and a model that does not travel', async () => {
    const other = recorded.findIndex(
      ({ outputs }) => JSON.stringify(outputs) !== JSON.stringify(recorded[0]!.outputs),
    );
    const differing = join(folder, 'differing.zip');
    await writePack(differing, { entries: [], predictions: [prediction(0, other), prediction(1)] }, blobs);
    const found = await run('replay', '--pack', differing, '--key', keyText(key));
    expect([found.code, found.out]).toEqual([
      1,
      expect.stringMatching(/^Differs[\s\S]*\nIdentical[\s\S]*1 of 2/),
    ]);
    const without = join(folder, 'without.zip');
    const order = { entries: [], predictions: [prediction(1)], leaveOut: { blobs: [artifact] } };
    await writePack(without, order, blobs);
    const { code, out } = await run('replay', '--pack', without, '--key', keyText(key));
    expect([code, out]).toEqual([1, expect.stringContaining('NOT_IN_THE_PACK')]);
  });

  it('executes nothing of a broken pack', async () => {
    const bytes = await readFile(zip);
    bytes[bytes.length >> 1]! ^= 1;
    const broken = join(folder, 'broken.zip');
    writeFileSync(broken, bytes);
    const { code, out } = await run('replay', '--pack', broken, '--key', keyText(key));
    expect([code, out]).toEqual([1, expect.stringContaining('Broken')]);
  });

  it('needs none of our code: the script of the pack’s README.txt finds the same', async () => {
    const open = join(folder, 'open');
    const bytes = await readFile(zip);
    const files = await openZip(
      { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) },
      nodeCrypto.crc32,
    );
    for (const path of files.sizes.keys()) {
      const pieces: Uint8Array[] = [];
      for await (const piece of files.open(path)) pieces.push(piece);
      mkdirSync(dirname(join(open, path)), { recursive: true });
      writeFileSync(join(open, path), Buffer.concat(pieces));
    }
    const readme = readFileSync(join(open, 'README.txt'), 'utf8');
    const script = join(folder, 'replay.mjs');
    writeFileSync(script, /-----8<----- replay\.mjs\n([\s\S]*?)-----8<-----/.exec(readme)![1]!);
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(scoring, 'node_modules/ort-1-30-0'), join(folder, 'node_modules/onnxruntime-web'));
    const out = execFileSync(process.execPath, [script, open], { encoding: 'utf8' });
    expect(out.match(/^identical /gm)).toHaveLength(100);
  });
});
