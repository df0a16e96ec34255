import { buffer } from 'node:stream/consumers';
import { type ComparedVersions, limits, type VersionComparison } from '@countersign/contracts';
import type { Decision, Schema } from '@countersign/scoring';
import type { Context } from '../context.ts';
import { listFiles } from '../version/list-files.ts';
import { readReleaseNotes } from '../version/read-release-notes.ts';
import { readVersion } from '../version/read-version.ts';
import { compareFiles, compareMetrics, compareTexts, packageByPackage } from './compare-facts.ts';
import { compareGolden, type GoldenSide } from './compare-golden.ts';
import { compareSchemas } from './compare-schema.ts';
import { withSensitive } from './compare-sensitive.ts';
import { datasetTexts } from './versioning-parts.ts';

/** Everything in which two versions of a model differ, for whoever sees both. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function compareVersions(ctx: Context, input: ComparedVersions): Promise<VersionComparison> {
  const [before, after] = await Promise.all([
    readSide(ctx, { model: input.model, version: input.before }),
    readSide(ctx, { model: input.model, version: input.after }),
  ]);
  const { verdict, changes } = compareSchemas(before.scored.schema, after.scored.schema, {
    before: before.scored.decision,
    after: after.scored.decision,
  });
  const [old, now] = [before.page, after.page];
  return {
    before: old.version,
    after: now.version,
    metrics: compareMetrics(old, now),
    datasets: compareTexts(datasetTexts(old.datasets), datasetTexts(now.datasets)),
    fittedOnAll: { before: old.fittedOnAll, after: now.fittedOnAll },
    parameters: compareTexts(old.parameters, now.parameters),
    buildEnvironment: compareTexts(
      packageByPackage(old.buildEnvironment),
      packageByPackage(now.buildEnvironment),
    ),
    schema: withSensitive({ verdict, changes }, old.inputs, now.inputs),
    description: { before: old.description, after: now.description },
    notes: { before: before.notes.markdown, after: after.notes.markdown },
    files: compareFiles(before.files, after.files),
    golden: compareGolden(await readGolden(ctx, before), await readGolden(ctx, after)),
  };
}

type Side = Awaited<ReturnType<typeof readSide>>;

async function readSide(ctx: Context, address: { model: string; version: string }) {
  const [page, notes, files] = await Promise.all([
    readVersion(ctx, address),
    readReleaseNotes(ctx, address),
    listFiles(ctx, address),
  ]);
  const stored = await ctx.pool.query<{ schema: Schema | null; rules: { decision?: Decision | null } }>(
    'SELECT schema, rules FROM version WHERE id = $1',
    [page.version.id],
  );
  const { schema, rules } = stored.rows[0]!;
  return { page, notes, files, scored: { schema, decision: rules.decision ?? null } };
}

async function readGolden(ctx: Context, { files, scored }: Side): Promise<GoldenSide | null> {
  const file = files.find(({ kind, size }) => kind === 'golden-set' && size <= limits.document);
  if (!file || !(await ctx.blobs.has(file.digest))) return null;
  const text = (await buffer(ctx.blobs.open(file.digest))).toString('utf8');
  try {
    return { json: JSON.parse(text), ...scored };
  } catch {
    return { json: null, ...scored };
  }
}
