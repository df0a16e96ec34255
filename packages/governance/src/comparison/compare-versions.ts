import { type ComparedVersions, limits, type VersionComparison } from '@countersign/contracts';
import { judgePair } from '../change-class/judge-pair.ts';
import type { Context } from '../context.ts';
import { listFiles } from '../version/list-files.ts';
import { readReleaseNotes } from '../version/read-release-notes.ts';
import { readVersion } from '../version/read-version.ts';
import { compareFiles, compareMetrics, compareTexts, packageByPackage } from './compare-facts.ts';
import { compareGolden } from './compare-golden.ts';
import { compareNamedRuns } from './compare-named-runs.ts';
import { compareSchemas } from './compare-schema.ts';
import { withSensitive } from './compare-sensitive.ts';
import { compareTraining } from './compare-training.ts';
import { readGolden, readJson, readScored } from './golden-side.ts';
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
    change: await judgePair(ctx.pool, old.version, now.version),
    metrics: compareMetrics(old, now),
    datasets: compareTexts(datasetTexts(old.datasets), datasetTexts(now.datasets)),
    training: compareTraining(await readStatistics(ctx, before), await readStatistics(ctx, after)),
    fittedOnAll: { before: old.fittedOnAll, after: now.fittedOnAll },
    runs: await compareNamedRuns(ctx, input.model, old.run, now.run),
    parameters: compareTexts(old.parameters, now.parameters),
    buildEnvironment: compareTexts(
      packageByPackage(old.buildEnvironment),
      packageByPackage(now.buildEnvironment),
    ),
    schema: withSensitive({ verdict, changes }, old.inputs, now.inputs),
    description: { before: old.description, after: now.description },
    notes: { before: before.notes.markdown, after: after.notes.markdown },
    files: compareFiles(before.files, after.files),
    golden: compareGolden(
      await readGolden(ctx, before.files, before.scored),
      await readGolden(ctx, after.files, after.scored),
    ),
  };
}

type Side = Awaited<ReturnType<typeof readSide>>;

async function readSide(ctx: Context, address: { model: string; version: string }) {
  const [page, notes, files] = await Promise.all([
    readVersion(ctx, address),
    readReleaseNotes(ctx, address),
    listFiles(ctx, address),
  ]);
  const scored = await readScored(ctx, page.version.id);
  return { page, notes, files, scored };
}

/** The reference statistics that a version brings along; null where it brings none. */
async function readStatistics(ctx: Context, { files }: Side): Promise<{ json: unknown } | null> {
  const file = files.find(
    ({ kind, path, size }) =>
      kind === 'data' && /(?:^|\/)reference-stats\.json$/.test(path) && size <= limits.document,
  );
  return file ? readJson(ctx, file.digest) : null;
}
