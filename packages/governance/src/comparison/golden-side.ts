import { buffer } from 'node:stream/consumers';
import { limits, type VersionAddress, type VersionFile } from '@countersign/contracts';
import type { Decision, Schema } from '@countersign/scoring';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { listFiles } from '../version/list-files.ts';

/** One side: its golden set as stored, and what reads it. */
export interface GoldenSide {
  readonly json: unknown;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
}

/** A version as far as its golden set goes. */
export interface GoldenVersion {
  readonly id: string;
  readonly modelId: string;
  readonly artifact: string | null;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
  /** Null where it has none that can be read whole. */
  readonly golden: GoldenSide | null;
  /** Its golden set. */
  readonly digest: string | null;
}

/** @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readGoldenVersion(ctx: Context, address: VersionAddress): Promise<GoldenVersion> {
  const files = await listFiles(ctx, address);
  const { row } = await loadVersion(ctx.pool, address, 'none');
  const scored = await readScored(ctx, row.id);
  return {
    id: row.id,
    modelId: row.model_id,
    artifact: row.artifact_digest,
    ...scored,
    golden: await readGolden(ctx, files, scored),
    digest: goldenFile(files)?.digest ?? null,
  };
}

type Scored = Pick<GoldenSide, 'schema' | 'decision'>;

/** What a version's answers are read with. */
export async function readScored({ pool }: Pick<Context, 'pool'>, versionId: string): Promise<Scored> {
  const stored = await pool.query<{ schema: Schema | null; rules: { decision?: Decision | null } }>(
    'SELECT schema, rules FROM version WHERE id = $1',
    [versionId],
  );
  const { schema, rules } = stored.rows[0]!;
  return { schema, decision: rules.decision ?? null };
}

const goldenFile = (files: readonly VersionFile[]) =>
  files.find(({ kind, size }) => kind === 'golden-set' && size <= limits.document);

export async function readGolden(
  ctx: Context,
  files: readonly VersionFile[],
  scored: Scored,
): Promise<GoldenSide | null> {
  const file = goldenFile(files);
  const read = file && (await readJson(ctx, file.digest));
  return read ? { ...read, ...scored } : null;
}

/** Null in place of what is no JSON; null itself where there are no bytes. */
export async function readJson(
  ctx: Pick<Context, 'blobs'>,
  digest: string,
): Promise<{ json: unknown } | null> {
  if (!(await ctx.blobs.has(digest))) return null;
  const text = (await buffer(ctx.blobs.open(digest))).toString('utf8');
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { json: null };
  }
}
