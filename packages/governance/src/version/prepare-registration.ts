import { readFile } from 'node:fs/promises';
import { type FileKind, limits, type Manifest, type ManifestFile, Refusal } from '@countersign/contracts';
import {
  inspectOnnx,
  parseSchema,
  recordedOutputs,
  type Schema,
  TensorFault,
  unknownOutputs,
} from '@countersign/scoring';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { checkReferences } from '../dataset/check-references.ts';
import { refuseContradicted } from '../dataset/examine-datasets.ts';
import { RegisteredFiles } from '../dataset/registered-files.ts';
import { checkManifest } from './check-manifest.ts';
import {
  type Dossier,
  dossierOf,
  manifestDigest,
  presentationDigest,
  substanceDigest,
} from './dossier-digest.ts';

/** A manifest that was held against its uploaded bytes. */
export interface PreparedRegistration {
  readonly manifest: Manifest;
  readonly dossier: Dossier;
  readonly substance: string;
  readonly presentation: string;
  readonly manifestDigest: string;
  readonly artifact: ManifestFile | null;
  /** The rules of the manifest win over those of the schema file; what is stored is the one in force. */
  readonly schema: Schema | null;
}

/** Problems that one refusal lists. */
const maxProblems = 100;

export const fileOf = (manifest: Manifest, kind: FileKind): ManifestFile | null =>
  manifest.files.find((file) => file.kind === kind) ?? null;

/**
 * Reads what the bytes say, before any transaction: the schema is parsed and the artifact inspected, never executed.
 * @throws Refusal BAD_INPUT, TOO_LARGE, UPLOAD_MISSING or ARTIFACT_REFUSED
 */
export async function prepareRegistration(ctx: Context, manifest: Manifest): Promise<PreparedRegistration> {
  checkManifest(manifest);
  checkReferences(manifest.datasets);
  await requireUploads(ctx.pool, ctx, manifest);
  await refuseContradicted(manifest.datasets, filesOf(ctx, manifest.files));
  const schema = await readSchema(ctx, manifest);
  const artifact = fileOf(manifest, 'artifact');
  if (artifact) await inspectArtifact(ctx, artifact, schema);
  checkFallback(manifest, schema);
  const dossier = dossierOf(manifest);
  const { model, version: label, files, releaseNotes, description } = manifest;
  return {
    manifest,
    dossier,
    artifact,
    schema,
    substance: substanceDigest({ model, label, files, dossier }),
    presentation: presentationDigest({ releaseNotes, description, files }),
    manifestDigest: manifestDigest(manifest),
  };
}

const filesOf = (ctx: Context, files: Manifest['files']): RegisteredFiles =>
  new RegisteredFiles(
    files.map(({ path, sha256: digest, size }) => ({ path, digest, size })),
    ctx.blobs,
  );

/** @throws Refusal UPLOAD_MISSING with the digests to send, or BAD_INPUT where a size is not the one of the bytes */
export async function requireUploads(
  db: Pick<Tx, 'query'>,
  ctx: Context,
  { files }: Manifest,
): Promise<void> {
  const digests = [...new Set(files.map(({ sha256 }) => sha256))];
  const found = await db.query<{ digest: string; size: string }>(
    'SELECT digest, size FROM blob WHERE digest = ANY($1)',
    [digests],
  );
  const sizes = new Map(found.rows.map(({ digest, size }) => [digest, Number(size)]));
  const missing: string[] = [];
  for (const digest of digests)
    if (!sizes.has(digest) || !(await ctx.blobs.has(digest))) missing.push(digest);
  if (missing.length > 0) {
    throw new Refusal('UPLOAD_MISSING', 'Upload these files first, then register again.', {
      missing,
      paths: files.filter(({ sha256 }) => missing.includes(sha256)).map(({ path }) => path),
    });
  }
  const wrong = files.find(({ sha256, size }) => sizes.get(sha256) !== size);
  if (wrong) {
    throw new Refusal('BAD_INPUT', 'A file does not have the size that the manifest says.', {
      path: wrong.path,
      size: sizes.get(wrong.sha256),
      claimed: wrong.size,
    });
  }
}

/** @throws Refusal BAD_INPUT with every problem of the schema */
async function readSchema(ctx: Context, manifest: Manifest): Promise<Schema | null> {
  const file = fileOf(manifest, 'schema');
  const { decision, tolerance, outcomeRule } = manifest;
  if (!file) {
    if (decision || tolerance)
      throw new Refusal('BAD_INPUT', 'A decision or tolerance needs a schema that names the outputs.', {
        field: decision ? 'decision' : 'tolerance',
      });
    return null;
  }
  const json = await readJson(ctx, file);
  const inForce =
    typeof json === 'object' && json !== null && !Array.isArray(json)
      ? {
          ...json,
          ...(decision && { decision }),
          ...(tolerance && { tolerance }),
          ...(outcomeRule && { outcomeRule }),
        }
      : json;
  const parsed = parseSchema(inForce);
  if ('schema' in parsed) return parsed.schema;
  const [first] = parsed.problems;
  throw new Refusal(
    'BAD_INPUT',
    `The schema ${file.path} is not usable: ${first?.path ?? ''} ${first?.message ?? ''}`.trim(),
    {
      path: file.path,
      problems: parsed.problems.slice(0, maxProblems),
    },
  );
}

async function readJson(ctx: Context, file: ManifestFile): Promise<unknown> {
  try {
    return JSON.parse(await readFile(ctx.blobs.pathOf(file.sha256), 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('BAD_INPUT', `${file.path} is no JSON.`, { path: file.path });
  }
}

/** @throws Refusal ARTIFACT_REFUSED with every reason */
async function inspectArtifact(ctx: Context, file: ManifestFile, schema: Schema | null): Promise<void> {
  const bytes = await readFile(ctx.blobs.pathOf(file.sha256));
  const { problems } = inspectOnnx(bytes, schema ?? undefined, { maxBytes: limits.artifact });
  const [first] = problems;
  if (!first) return;
  throw new Refusal(
    'ARTIFACT_REFUSED',
    `The artifact ${file.path} is refused: ${first.message} (${first.code}).`,
    {
      path: file.path,
      problems: problems.slice(0, maxProblems),
    },
  );
}

/** A constant that answers in the model's place must be an answer of its schema. */
function checkFallback(manifest: Manifest, schema: Schema | null): void {
  const { fallback } = manifest;
  if (fallback?.kind === 'version' && fallback.label === manifest.version) {
    throw new Refusal('BAD_INPUT', 'A version cannot be its own fallback.', { field: 'fallback' });
  }
  if (fallback?.kind !== 'constant') return;
  if (!schema)
    throw new Refusal('BAD_INPUT', 'A constant fallback needs a schema that names the outputs.', {
      field: 'fallback',
    });
  const [unknown] = unknownOutputs(schema, fallback.outputs);
  if (unknown !== undefined)
    throw new Refusal('BAD_INPUT', `The fallback names ${unknown}, which is not an output.`, {
      field: 'fallback',
    });
  try {
    recordedOutputs(schema, [fallback.outputs]);
  } catch (error) {
    if (!(error instanceof TensorFault)) throw error;
    throw new Refusal('BAD_INPUT', `The fallback does not fit the schema: ${error.message}.`, {
      field: 'fallback',
    });
  }
}
