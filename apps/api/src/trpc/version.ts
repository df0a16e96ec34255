import {
  AddErratum,
  AmendVersion,
  BehaviourComparison,
  CompareBehaviour,
  ComparedVersions,
  DatasetRechecked,
  DeprecateVersion,
  DraftNotes,
  ExaminedDatasets,
  GoldenRowsPage,
  GoldenScoring,
  ListGoldenRows,
  ListRechecks,
  NoteClaims,
  NotesDraft,
  Receipt,
  RecheckDataset,
  RecheckPage,
  ReleaseNotes,
  StageName,
  VersionAddress,
  VersionComparison,
  VersionFile,
  VersionPage,
} from '@countersign/contracts';
import {
  addErratum,
  amendVersion,
  compareBehaviour,
  compareVersions,
  deprecateVersion,
  draftNotes,
  listFiles,
  listGoldenRows,
  listRechecks,
  readDatasets,
  readNoteClaims,
  readReleaseNotes,
  readVersion,
  recheckDataset,
  requestGoldenScoring,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const versionRouter = router({
  read: procedure
    .input(VersionAddress)
    .output(VersionPage)
    .query(({ ctx, input }) => readVersion(ctx.by, input)),
  releaseNotes: procedure
    .input(VersionAddress)
    .output(ReleaseNotes)
    .query(({ ctx, input }) => readReleaseNotes(ctx.by, input)),
  claims: procedure
    .input(VersionAddress)
    .output(NoteClaims)
    .query(({ ctx, input }) => readNoteClaims(ctx.by, input)),
  draftNotes: procedure
    .input(DraftNotes)
    .output(NotesDraft)
    .query(({ ctx, input }) => draftNotes(ctx.by, input)),
  datasets: procedure
    .input(VersionAddress)
    .output(ExaminedDatasets)
    .query(({ ctx, input }) => readDatasets(ctx.by, input)),
  datasetRechecks: procedure
    .input(ListRechecks)
    .output(RecheckPage)
    .query(({ ctx, input }) => listRechecks(ctx.by, input)),
  recheckDataset: procedure
    .input(RecheckDataset)
    .output(DatasetRechecked)
    .mutation(({ ctx, input }) => recheckDataset(ctx.by, input)),
  files: procedure
    .input(VersionAddress)
    .output(z.array(VersionFile))
    .query(({ ctx, input }) => listFiles(ctx.by, input)),
  compare: procedure
    .input(ComparedVersions)
    .output(VersionComparison)
    .query(({ ctx, input }) => compareVersions(ctx.by, input)),
  compareBehaviour: procedure
    .input(CompareBehaviour)
    .output(BehaviourComparison)
    .query(({ ctx, input }) => compareBehaviour(ctx.by, input)),
  goldenRows: procedure
    .input(ListGoldenRows)
    .output(GoldenRowsPage)
    .query(({ ctx, input }) => listGoldenRows(ctx.by, input)),
  scoreGolden: procedure
    .input(ComparedVersions)
    .output(GoldenScoring)
    .mutation(({ ctx, input }) => requestGoldenScoring(ctx.by, input)),
  amend: procedure
    .input(AmendVersion)
    .output(z.object({ revision: z.int(), stage: StageName, receipt: Receipt }))
    .mutation(({ ctx, input }) => amendVersion(ctx.by, input)),
  addErratum: procedure
    .input(AddErratum)
    .output(Receipt)
    .mutation(({ ctx, input }) => addErratum(ctx.by, input)),
  deprecate: procedure
    .input(DeprecateVersion)
    .output(Receipt)
    .mutation(({ ctx, input }) => deprecateVersion(ctx.by, input)),
});
