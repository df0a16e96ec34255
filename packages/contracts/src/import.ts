import * as z from 'zod/mini';
import {
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';

/** What an import takes at most. Bytes unless named otherwise. */
export const importLimits = {
  /** Of the archive or the single file as it is sent. */
  archive: 64 * 1024 * 1024,
  /** Of everything in it, unpacked. */
  unpacked: 256 * 1024 * 1024,
  entries: 50_000,
  /** Characters of a path in it, and folders within each other. */
  path: 1_000,
  depth: 32,
  /** Of one file that is read as text, and as YAML. */
  text: 8 * 1024 * 1024,
  yaml: 1024 * 1024,
  /** Pipelines of a repository of DVC, bytes of files that are parsed in it and its experiments together, and tags of GTO. */
  pipelines: 200,
  described: 16 * 1024 * 1024,
  tags: 5_000,
  /** Of a repository of Git: packs, objects that are read, deltas that stand on each other, and entries of trees. */
  gitPacks: 100,
  gitObjects: 50_000,
  gitDeltas: 4_095,
  gitEntries: 500_000,
  runs: 5_000,
  /** Parameters, values, tags, datasets and artifacts of all runs together. */
  facts: 200_000,
  /** Rows of each list that a plan shows; the rest is counted. */
  shown: 200,
} as const;

/** What is understood, in the order in which it is recognised. */
export const importKinds = [
  'openlineage',
  'evidently',
  'dvc',
  'mlflow-model',
  'mlflow-project',
  'mlflow-runs',
  'model-card',
] as const;
export type ImportKind = (typeof importKinds)[number];

/** An uploaded archive (ZIP, TAR, gzipped TAR) or file, and what is to be made of it. */
export const ImportBody = z.object({
  /** Of the uploaded bytes. */
  digest: Digest,
  fileName: Line(300),
  /** Recognised by what is in it where it is left out. */
  kind: z.optional(z.enum(importKinds)),
  /** Label of the version that it is to become, or whose document. */
  version: z.optional(VersionLabel),
});
export type ImportBody = z.infer<typeof ImportBody>;
export const ImportInput = z.extend(ImportBody, { model: ModelKey });
export type ImportInput = z.infer<typeof ImportInput>;

export const importedThings = [
  'experiment',
  'run',
  'version',
  'document',
  'file',
  'entry-point',
  'dataset',
  'claim',
] as const;
export type ImportedThing = (typeof importedThings)[number];

/** One thing that would be made, or more of one that is there. */
export const ImportedItem = z.object({
  what: z.enum(importedThings),
  name: z.string(),
  /** The file or folder that says so; empty where it is the whole. */
  from: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type ImportedItem = z.infer<typeof ImportedItem>;

/** What is left aside for one reason. */
export const LeftAside = z.object({
  reason: z.string(),
  count: z.int(),
  /** The first of them. */
  paths: z.array(z.string()),
});
export type LeftAside = z.infer<typeof LeftAside>;

/** An import that was carried out. */
export const ImportRow = z.object({
  id: Id,
  kind: z.enum(importKinds),
  digest: Digest,
  fileName: z.string(),
  by: z.nullable(PersonRef),
  at: Instant,
  /** What it added. */
  runs: z.int(),
  values: z.int(),
  experiments: z.array(z.string()),
  version: z.nullable(z.string()),
});
export type ImportRow = z.infer<typeof ImportRow>;

/** What an import would do. Nothing was written to find out. */
export const ImportPlan = z.object({
  kind: z.enum(importKinds),
  digest: Digest,
  fileName: z.string(),
  /** Files in the archive, and their bytes unpacked. */
  files: z.int(),
  bytes: z.int(),
  items: z.array(ImportedItem),
  /** How many items of each thing there are, those that are not shown among them. */
  counts: z.array(z.object({ what: z.enum(importedThings), count: z.int() })),
  /** What would be new here; all nothing where everything is here already. */
  adds: z.object({ runs: z.int(), values: z.int(), version: z.boolean(), document: z.boolean() }),
  aside: z.array(LeftAside),
  /** What keeps it from being carried out, as the import itself would refuse it. */
  blockers: z.array(z.object({ code: z.string(), message: z.string() })),
  /** The same bytes to the same end were imported before. */
  imported: z.nullable(ImportRow),
  /** Whether a version's label has to be said, or may be. */
  takesVersion: z.boolean(),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

export const ImportDone = z.object({
  done: ImportRow,
  /** True where these bytes had been imported to the same end before: then nothing was changed. */
  existed: z.boolean(),
  /** Null where nothing was changed. */
  receipt: z.nullable(Receipt),
});
export type ImportDone = z.infer<typeof ImportDone>;

export const ListImports = z.extend(Page, { model: ModelKey });
export type ListImports = z.infer<typeof ListImports>;
export const ImportsPage = pageOf(ImportRow);
export type ImportsPage = z.infer<typeof ImportsPage>;
