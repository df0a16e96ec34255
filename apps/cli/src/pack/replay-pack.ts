import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  blobPath,
  type Given,
  type PackedPrediction,
  type PackFiles,
  parsePackedPrediction,
  parsePackPath,
  predictionPath,
  verifyPack,
} from '@countersign/ledger';
import type { ReplayResult, RuntimeDescription, RuntimeRegistry } from '@countersign/scoring';
import { CommandFailure } from '../command-failure.ts';
import type { Printer } from '../printer.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openPack } from './open-pack.ts';
import { linesOf } from './verify.ts';

/** What came of one prediction: a comparison, or why there is none. */
type Replayed = { readonly id: string; readonly label: string } & (
  | ReplayResult
  | { readonly verdict: 'not-replayable'; readonly code: string }
);

/**
 * Verifies a pack and executes its predictions again, from the pack alone, in the runtime that each was made with. 0 where all
 * are reproduced, 1 where one is not or the pack is broken, 2 where the pack's origin cannot be told. @throws CommandFailure
 */
export async function replayPack(
  path: string,
  id: string | undefined,
  given: Given,
  printer: Printer,
): Promise<0 | 1 | 2> {
  const pack = await openPack(path);
  const folder = await mkdtemp(join(tmpdir(), 'countersign-replay-'));
  try {
    const verdict = await verifyPack(pack.open, given, nodeCrypto);
    if (verdict.verdict === 'broken') {
      printer.result({ pack: verdict, predictions: [] }, () => linesOf(path, verdict));
      return 1;
    }
    const files = await pack.open();
    const predictions = await executeAll(files, chosen(files, id), folder);
    const reproduced = predictions.filter(({ verdict: found }) => isReproduced(found)).length;
    printer.result({ pack: verdict, predictions }, () => [
      ...predictions.map(lineOf),
      `${reproduced} of ${predictions.length} reproduced, from ${path} alone`,
      ...(verdict.verdict === 'sound'
        ? []
        : ['Where the pack comes from cannot be told; `countersign verify` says why.']),
    ]);
    if (reproduced < predictions.length) return 1;
    return verdict.verdict === 'sound' ? 0 : 2;
  } finally {
    await pack.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const isReproduced = (verdict: Replayed['verdict']): boolean =>
  verdict === 'identical' || verdict === 'within-tolerance';

const words = {
  identical: 'Identical',
  'within-tolerance': 'Within the declared tolerance',
  differs: 'Differs',
  'not-replayable': 'Not replayable',
} as const;

const lineOf = (replayed: Replayed): string =>
  `${words[replayed.verdict]}  ${replayed.id}  ${replayed.label}  ${
    'code' in replayed
      ? replayed.code
      : `${replayed.comparedBits} bits compared, ${replayed.differing} values differ`
  }`;

/** @throws CommandFailure where there is no such prediction, or none at all */
function chosen({ sizes }: PackFiles, id: string | undefined): string[] {
  const paths = [...sizes.keys()].filter((path) => parsePackPath(path)?.kind === 'prediction');
  const wanted = id === undefined ? paths : paths.filter((path) => path === predictionPath(id));
  if (wanted.length === 0)
    throw new CommandFailure(
      2,
      `The pack holds ${id === undefined ? 'no prediction' : `no prediction ${id}`}.`,
    );
  return wanted;
}

async function executeAll(files: PackFiles, paths: readonly string[], folder: string): Promise<Replayed[]> {
  // Scoring is large: whoever verifies or registers does not load it.
  const scoring = await import('@countersign/scoring');
  const scorer = scoring.createScorer({ children: 1 });
  const registry = scoring.createRuntimeRegistry([scoring.createOnnxWasmAdapter(scorer)]);
  const replayed: Replayed[] = [];
  try {
    for (const path of paths) {
      const prediction = parsePackedPrediction((await wholeOf(files, path)).toString('utf8'));
      const found = await execute(scoring, registry, files, prediction, folder);
      const label = `${prediction.model.key} ${prediction.version.label}, row ${prediction.row} of ${prediction.run.rows}`;
      replayed.push({ id: prediction.id, label, ...found });
    }
  } finally {
    await registry.close();
  }
  return replayed;
}

async function execute(
  { parseSchema, replayRun, unpackTensors, TensorFault }: typeof import('@countersign/scoring'),
  registry: RuntimeRegistry,
  files: PackFiles,
  { run, row, sealed }: PackedPrediction,
  folder: string,
): Promise<ReplayResult | { verdict: 'not-replayable'; code: string }> {
  const cannot = (code: string) => ({ verdict: 'not-replayable', code }) as const;
  if (run.artifact === null) return cannot('NO_ARTIFACT');
  if (run.schema === null) return cannot('NO_ADAPTER');
  // A claim may name the batch that it was scored in and bring its own row alone.
  const { batch } = run.runtime as { readonly batch?: unknown };
  if (batch !== undefined && batch !== run.rows) return cannot('BATCH_NOT_RECORDED');
  const missing = [run.artifact, run.schema, run.inputs, run.outputs].filter(
    (digest) => !files.sizes.has(blobPath(digest)),
  );
  if (missing.length > 0) return cannot('NOT_IN_THE_PACK');
  const salt = isSalted(sealed) ? saltBytes : 0;
  const parsed = parseSchema(JSON.parse((await blobOf(files, run.schema)).toString('utf8')));
  if (!('schema' in parsed)) return cannot('NO_ADAPTER');
  try {
    return await replayRun(
      registry,
      {
        format: 'onnx',
        artifact: { sha256: run.artifact, path: await artifactFile(files, run.artifact, folder) },
        schema: parsed.schema,
        runtime: run.runtime as unknown as RuntimeDescription,
        inputs: unpackTensors((await blobOf(files, run.inputs)).subarray(salt)),
        outputs: unpackTensors((await blobOf(files, run.outputs)).subarray(salt)),
      },
      { row },
    );
  } catch (error) {
    if (error instanceof TensorFault) return cannot('RECORD_UNREADABLE');
    throw error;
  }
}

/** What a prediction about a subject begins its tensors with. */
const saltBytes = 16;

const isSalted = (sealed: PackedPrediction['sealed']): boolean =>
  sealed !== null && (JSON.parse(sealed.record) as { salted?: unknown }).salted === true;

/** The model as a file of its own, written once; the scorer hashes it before it opens it. */
async function artifactFile(files: PackFiles, digest: string, folder: string): Promise<string> {
  const file = join(folder, digest);
  if (!existsSync(file)) await pipeline(files.open(blobPath(digest)), createWriteStream(file));
  return file;
}

/** @throws CommandFailure where the file changed since the pack was verified */
async function blobOf(files: PackFiles, digest: string): Promise<Buffer> {
  const bytes = await wholeOf(files, blobPath(digest));
  if (createHash('sha256').update(bytes).digest('hex') !== digest)
    throw new CommandFailure(1, `${blobPath(digest)} changed while it was read.`);
  return bytes;
}

async function wholeOf(files: PackFiles, path: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.open(path)) pieces.push(piece);
  return Buffer.concat(pieces);
}
