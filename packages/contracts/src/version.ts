import { deploymentRoles } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { AsFoundNote } from './as-found.ts';
import { ChangeClassName, VersionChange } from './change-class.ts';
import { FittedOnAll } from './dataset.ts';
import { ExpeditedRoad } from './expedited.ts';
import { GoalView } from './goal.ts';
import { Fallback } from './manifest.ts';
import { NoteSection } from './note-section.ts';
import { DeprecationReasonName, GateName, PolicyBody, StageName, TierName } from './policy.ts';
import {
  Comment,
  Digest,
  Id,
  Instant,
  ModelKey,
  PersonRef,
  Prose,
  Reason,
  VersionLabel,
} from './primitives.ts';
import { ReferenceKindName } from './reference.ts';
import { SensitiveMark } from './sensitive.ts';
import { VersionRow } from './version-row.ts';

export const VersionAddress = z.object({ model: ModelKey, version: VersionLabel });
export type VersionAddress = z.infer<typeof VersionAddress>;

/** A button of the page: allowed where `reasons` is empty. */
export const Action = z.object({
  command: z.enum([
    'request',
    'withdraw-request',
    'sign',
    'amend-substance',
    'amend-presentation',
    'add-erratum',
    'deploy',
    'promote',
    'deploy-expedited',
    'resume',
    'stop',
    'rollback',
    'mark',
    'lift',
    'deprecate',
  ]),
  gate: z.optional(GateName),
  environment: z.optional(z.string()),
  requestId: z.optional(Id),
  deploymentId: z.optional(Id),
  /** Of `deploy`: there is one action for each role, champion first. */
  role: z.optional(z.enum(deploymentRoles)),
  reasons: z.array(Reason),
});
export type Action = z.infer<typeof Action>;

/** A gate as the page shows it: what it needs, what it has, who holds it. */
export const GateView = z.object({
  gate: GateName,
  environment: z.nullable(z.string()),
  state: z.enum(['none', 'open', 'satisfied', 'void', 'rejected']),
  request: z.nullable(
    z.object({
      id: Id,
      revision: z.int(),
      comment: z.string(),
      by: PersonRef,
      at: Instant,
      dueAt: z.nullable(Instant),
      policy: z.object({ id: z.string(), number: z.int() }),
    }),
  ),
  /** The policy whose places and evidence these are: the request's, else the one that a request would be made under today. */
  policy: z.object({ id: z.string(), number: z.int() }),
  /** The change class whose places and evidence these are; null where the policy asks the same of every class. */
  forClass: z.nullable(ChangeClassName),
  places: z.array(z.object({ role: z.string(), quorum: z.int(), filled: z.array(PersonRef) })),
  signed: z.int(),
  needed: z.int(),
  evidence: z.array(
    z.object({
      kind: z.string(),
      must: z.enum(['pass', 'present']),
      status: z.enum(['pass', 'fail', 'missing']),
      evidenceId: z.nullable(Id),
      /** The share of golden rows from which an agreement passes; null of everything else. */
      atLeast: z.nullable(z.number()),
    }),
  ),
  /** Required references, and whether the version has one of the kind. */
  references: z.array(z.object({ kind: ReferenceKindName, met: z.boolean() })),
  heldBy: z.array(PersonRef),
  /** People who could fill a missing place today. */
  couldSign: z.array(PersonRef),
});
export type GateView = z.infer<typeof GateView>;

export const StageDate = z.object({ stage: StageName, at: z.nullable(Instant) });

export const Metric = z.object({
  name: z.string(),
  value: z.number(),
  split: z.string(),
  rows: z.nullable(z.int()),
  datasetDigest: z.nullable(z.string()),
  basis: z.enum(['checked', 'claimed']),
});
export const Dataset = z.object({
  name: z.string(),
  kind: z.string(),
  uri: z.nullable(z.string()),
  digest: z.nullable(z.string()),
  query: z.nullable(z.string()),
  timeRange: z.nullable(z.object({ start: z.string(), end: z.string() })),
  rows: z.nullable(z.int()),
  split: z.nullable(z.record(z.string(), z.unknown())),
  source: z.nullable(z.record(z.string(), z.unknown())),
});
export const SchemaField = z.object({
  name: z.string(),
  dtype: z.string(),
  nullable: z.boolean(),
  unit: z.nullable(z.string()),
  description: z.nullable(z.string()),
  minimum: z.nullable(z.number()),
  maximum: z.nullable(z.number()),
  trainingMin: z.nullable(z.number()),
  trainingMax: z.nullable(z.number()),
  allowed: z.nullable(z.array(z.string())),
  /** Its schema says so, or the model's mark. */
  sensitive: z.boolean(),
  /** The model's mark; null where there is none. */
  mark: z.nullable(SensitiveMark),
});
export type SchemaField = z.infer<typeof SchemaField>;
export const RuntimeFacts = z.object({
  name: z.string(),
  version: z.string(),
  provider: z.string(),
  wasmSha256: Digest,
  threads: z.int(),
  graphOptimizationLevel: z.string(),
  executionMode: z.string(),
});
export type RuntimeFacts = z.infer<typeof RuntimeFacts>;

export const Mark = z.object({
  id: Id,
  standing: z.enum(['advisory', 'blocked']),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  reason: z.string(),
  replacement: z.nullable(z.object({ label: z.string() })),
  by: PersonRef,
  at: Instant,
  number: z.nullable(z.int()),
  liftedAt: z.nullable(Instant),
  liftSignatures: z.array(z.object({ person: PersonRef, at: Instant, assurance: z.nullable(z.string()) })),
});
export type Mark = z.infer<typeof Mark>;

export const VersionPage = z.object({
  version: VersionRow,
  /** Label of the version before it, by number; null for the first. */
  before: z.nullable(z.string()),
  description: z.string(),
  tier: TierName,
  policy: PolicyBody,
  owner: z.nullable(PersonRef),
  registrant: PersonRef,
  authors: z.array(
    z.object({ email: z.string(), person: z.nullable(PersonRef), parts: z.array(z.string()) }),
  ),
  artifact: z.nullable(z.object({ path: z.string(), digest: Digest, size: z.int() })),
  sourceCommit: z.nullable(z.object({ repository: z.string(), commit: z.string() })),
  /** The run that it names; `found` is null where no such run was logged. */
  run: z.nullable(
    z.object({
      experiment: z.string(),
      run: z.string(),
      found: z.nullable(
        z.object({
          name: z.string(),
          status: z.string(),
          at: Instant,
          /** Parameters of the version that the run was logged with another value of, and those with the same. */
          differing: z.array(z.string()),
          same: z.int(),
        }),
      ),
    }),
  ),
  substance: Digest,
  presentation: Digest,
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
  buildEnvironment: z.array(z.object({ name: z.string(), value: z.string() })),
  metrics: z.array(Metric),
  datasets: z.array(Dataset),
  fittedOnAll: z.array(FittedOnAll),
  inputs: z.array(SchemaField),
  outputs: z.array(
    z.object({
      name: z.string(),
      dtype: z.string(),
      unit: z.nullable(z.string()),
      description: z.nullable(z.string()),
    }),
  ),
  decision: z.nullable(
    z.object({ output: z.string(), op: z.string(), value: z.number(), then: z.string(), else: z.string() }),
  ),
  fallback: z.nullable(Fallback),
  runtime: z.nullable(RuntimeFacts),
  guarantee: z.enum(['bit-exact', 'tolerance', 'unverifiable']),
  stages: z.array(StageDate),
  gates: z.array(GateView),
  /** How it came out of the version before it; null where it was registered before classes were judged. */
  change: z.nullable(VersionChange),
  asFound: z.nullable(AsFoundNote),
  approvedUntil: z.nullable(Instant),
  /** What approval was granted for; before that what it is asked for. */
  goal: z.nullable(GoalView),
  errata: z.array(z.object({ id: Id, text: z.string(), by: PersonRef, at: Instant })),
  /** The expedited road, where it was ever asked for. */
  expedited: z.nullable(ExpeditedRoad),
  mark: z.nullable(Mark),
  deprecation: z.nullable(
    z.object({
      reason: DeprecationReasonName,
      comment: z.string(),
      successor: z.nullable(z.string()),
      sunsetAt: z.nullable(Instant),
      at: Instant,
      by: PersonRef,
    }),
  ),
  actions: z.array(Action),
  counts: z.object({
    evidence: z.int(),
    notebooks: z.int(),
    files: z.int(),
    signOffs: z.int(),
    /** Findings that are open. */
    findings: z.int(),
    /** Threads that nobody has resolved. */
    threads: z.int(),
    deployments: z.int(),
    entries: z.int(),
  }),
});
export type VersionPage = z.infer<typeof VersionPage>;

export const ReleaseNotes = z.object({
  markdown: z.string(),
  revision: z.int(),
  frontMatter: z.nullable(z.record(z.string(), z.unknown())),
  /** What, why, impact, known issues and migration, each with whether the notes have it; then what else they say. */
  sections: z.array(NoteSection),
  revisions: z.array(
    z.object({
      revision: z.int(),
      at: Instant,
      by: PersonRef,
      kind: z.enum(['registered', 'substance', 'presentation']),
      markdown: z.string(),
    }),
  ),
  errata: z.array(z.object({ id: Id, text: z.string(), by: PersonRef, at: Instant })),
});
export type ReleaseNotes = z.infer<typeof ReleaseNotes>;

export const VersionFile = z.object({
  path: z.string(),
  kind: z.string(),
  digest: Digest,
  size: z.int(),
  preview: z.nullable(z.enum(['text', 'json', 'markdown', 'notebook'])),
});
export type VersionFile = z.infer<typeof VersionFile>;

/** An amendment names only what it changes. Substance and prose may come together; then it counts as substance. */
export const AmendVersion = z.object({
  model: ModelKey,
  version: VersionLabel,
  expectedRevision: z.int(),
  releaseNotes: z.optional(z.string().check(z.maxLength(200_000))),
  description: z.optional(z.string().check(z.maxLength(2_000))),
  metrics: z.optional(
    z
      .array(
        z.object({
          name: z.string(),
          value: z.number(),
          split: z.string(),
          rows: z.optional(z.int()),
          datasetDigest: z.optional(Digest),
        }),
      )
      .check(z.maxLength(1_000)),
  ),
  datasets: z.optional(z.array(z.unknown()).check(z.maxLength(200))),
});
export type AmendVersion = z.infer<typeof AmendVersion>;
export const AddErratum = z.object({
  model: ModelKey,
  version: VersionLabel,
  text: Prose(5_000),
});
export type AddErratum = z.infer<typeof AddErratum>;
export const DeprecateVersion = z.object({
  model: ModelKey,
  version: VersionLabel,
  reason: DeprecationReasonName,
  comment: Comment,
  successor: z.optional(VersionLabel),
  sunsetAt: z.optional(Instant),
});
export type DeprecateVersion = z.infer<typeof DeprecateVersion>;
