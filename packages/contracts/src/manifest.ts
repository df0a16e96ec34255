import * as z from 'zod/mini';
import { FittedOnAll } from './dataset.ts';
import { ExperimentName, RunKey } from './experiment.ts';
import { limits } from './limits.ts';
import { Comment, Digest, Email, ModelKey, VersionLabel } from './primitives.ts';
import { ReferenceInput } from './reference.ts';
import { SensitiveField } from './sensitive.ts';

/** A path inside the version: relative, forward slashes, no empty, dot or control parts, at most 300 characters. */
export const FilePath = z
  .string()
  .check(
    z.maxLength(limits.path),
    z.regex(
      /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\p{Cc}\\<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+$/u,
      'a relative path without dot parts, back-slashes or control characters',
    ),
  );

export const fileKinds = [
  'artifact',
  'schema',
  'golden-set',
  'robustness',
  'data',
  'script',
  'configuration',
  'documentation',
  'notebook',
] as const;
export const FileKind = z.enum(fileKinds);
export type FileKind = z.infer<typeof FileKind>;

export const authorParts = ['code', 'notebook', 'data', 'training'] as const;
export const ManifestAuthor = z.object({ email: Email, part: z.enum(authorParts) });

const Finite = z.number();
export const MetricClaim = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  value: Finite,
  split: z.string().check(z.minLength(1), z.maxLength(100)),
  rows: z.optional(z.int().check(z.minimum(0))),
  datasetDigest: z.optional(Digest),
});
export type MetricClaim = z.infer<typeof MetricClaim>;

/** Where training data came from; the README of governance says what each kind carries in `source`. */
export const datasetKinds = [
  'uri',
  'query',
  'snapshot',
  'base-and-changes',
  'git-blob',
  'git-lfs',
  'dvc',
  'delta',
  'mlflow',
] as const;
export const DatasetReference = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  kind: z.enum(datasetKinds),
  uri: z.optional(z.string().check(z.maxLength(2_000))),
  digest: z.optional(Digest),
  query: z.optional(z.string().check(z.maxLength(20_000))),
  timeRange: z.optional(z.object({ start: z.string(), end: z.string() })),
  rows: z.optional(z.int().check(z.minimum(0))),
  split: z.optional(z.record(z.string(), z.unknown())),
  source: z.optional(z.record(z.string(), z.unknown())),
});
export type DatasetReference = z.infer<typeof DatasetReference>;

export const DecisionRule = z.object({
  output: z.string().check(z.maxLength(200)),
  op: z.enum(['>=', '>', '<=', '<']),
  value: Finite,
  then: z.string().check(z.maxLength(200)),
  else: z.string().check(z.maxLength(200)),
});
export type DecisionRule = z.infer<typeof DecisionRule>;

export const ManifestFile = z.object({
  path: FilePath,
  kind: FileKind,
  sha256: Digest,
  size: z.int().check(z.minimum(0), z.maximum(limits.artifact)),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** What answers while a version is blocked, or when nobody may serve. */
export const Fallback = z.union([
  z.object({ kind: z.literal('constant'), outputs: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('version'), label: VersionLabel }),
]);
export type Fallback = z.infer<typeof Fallback>;

/** One immutable version, as a pipeline describes it. Files are named by path and digest and uploaded before. */
export const Manifest = z.object({
  model: ModelKey,
  version: VersionLabel,
  description: z.string().check(z.maxLength(2_000)),
  authors: z.array(ManifestAuthor).check(z.maxLength(200)),
  files: z.array(ManifestFile).check(z.minLength(1), z.maxLength(limits.filesPerVersion)),
  parameters: z.record(z.string(), z.unknown()),
  metrics: z.array(MetricClaim).check(z.maxLength(1_000)),
  datasets: z.array(DatasetReference).check(z.maxLength(200)),
  buildEnvironment: z.record(z.string(), z.unknown()),
  sourceCommit: z.optional(
    z.object({
      repository: z.string().check(z.maxLength(500)),
      commit: z.string().check(z.regex(/^[0-9a-f]{7,64}$/)),
    }),
  ),
  /** The run that made the artifact. It may be logged later; until it is there it is a claim. */
  run: z.optional(z.object({ experiment: ExperimentName, run: RunKey })),
  releaseNotes: z.string().check(z.maxLength(limits.releaseNotes)),
  decision: z.optional(DecisionRule),
  outcomeRule: z.optional(z.record(z.string(), z.unknown())),
  tolerance: z.optional(z.object({ ulp: z.int().check(z.minimum(0), z.maximum(1_000_000)) })),
  fallback: z.optional(Fallback),
  /** Numbers in other systems, beside the dossier. */
  references: z.optional(z.array(ReferenceInput).check(z.maxLength(limits.references))),
  /** Inputs that are sensitive attributes; marks of the model, for every version. */
  sensitive: z.optional(z.array(SensitiveField).check(z.maxLength(limits.sensitiveFields))),
  requestReview: z.optional(z.object({ comment: Comment })),
});
export type Manifest = z.infer<typeof Manifest>;

export const RegisteredVersion = z.object({
  id: z.uuid(),
  model: z.string(),
  version: z.string(),
  number: z.int(),
  stage: z.string(),
  substance: Digest,
  presentation: Digest,
  /** True where this call changed nothing, because the same version was there already. */
  existed: z.boolean(),
  /** Gates that the people of today could not satisfy, if any. */
  unsatisfiableGates: z.array(z.string()),
  /** Labels of required fields of the model that nobody filled in. */
  missingFields: z.array(z.string()),
  /** Dataset references by which the version was fitted on rows that it is measured on. */
  fittedOnAll: z.array(FittedOnAll),
  url: z.string(),
});
export type RegisteredVersion = z.infer<typeof RegisteredVersion>;
