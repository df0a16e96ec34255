import * as z from 'zod/mini';
import { TierName } from './policy.ts';
import {
  Comment,
  Digest,
  Email,
  Id,
  Instant,
  Line,
  ModelKey,
  PersonRef,
  Prose,
  Reason,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { ActSignature } from './tier.ts';

const Day = z.iso.date();

/** One model that is in production already, as somebody states it: every field is claimed. */
export const InventoryRow = z.object({
  model: ModelKey,
  name: Line(200),
  purpose: Prose(5_000),
  tier: TierName,
  /** Address of somebody with an account, who answers for the model from then on. */
  owner: Email,
  version: VersionLabel,
  environment: Line(64),
  /** In production since. */
  since: Day,
  runsOn: z.nullable(Line(300)),
  authors: z.array(Email).check(z.maxLength(20)),
  approvedBy: z.nullable(Line(200)),
  approvedOn: z.nullable(Day),
  notes: z.nullable(Prose(5_000)),
});
export type InventoryRow = z.infer<typeof InventoryRow>;

/** The heads of the file, in the order of its template; those of `inventoryOptional` may be left out. */
export const inventoryColumns = {
  model: 'model',
  name: 'name',
  purpose: 'purpose',
  tier: 'tier',
  owner: 'owner',
  version: 'version',
  environment: 'environment',
  since: 'since',
  runsOn: 'runs_on',
  authors: 'authors',
  approvedBy: 'approved_by',
  approvedOn: 'approved_on',
  notes: 'notes',
} as const satisfies Record<keyof InventoryRow, string>;
export const inventoryOptional: readonly (keyof InventoryRow)[] = [
  'runsOn',
  'authors',
  'approvedBy',
  'approvedOn',
  'notes',
];

/** A file to fill in: the heads, and one row that says how each is written. */
export const inventoryTemplate = `${Object.values(inventoryColumns).join(',')}
churn-propensity,Churn propensity,"Probability that a customer leaves within 90 days; the retention team calls by it.",moderate,owner@example.com,3.2,production,2024-05-01,Batch job on the warehouse,ana@example.com;ben@example.com,Model committee,2024-04-18,
`;

export const inventoryLimits = { characters: 5_000_000, rows: 2_000 } as const;

export const CheckInventory = z.object({ csv: z.string().check(z.maxLength(inventoryLimits.characters)) });
export type CheckInventory = z.infer<typeof CheckInventory>;

/** What keeps a row from being imported; the line is the file's, counted from 1. */
export const InventoryProblem = z.object({
  line: z.int(),
  column: z.nullable(z.string()),
  message: z.string(),
});
export type InventoryProblem = z.infer<typeof InventoryProblem>;

export const InventoryChecked = z.object({
  rows: z.int(),
  problems: z.array(InventoryProblem),
  /** How many models of each tier, and the day by which each has to be reviewed. */
  tiers: z.array(z.object({ tier: TierName, count: z.int(), reviewBy: Instant })),
  /** Of the rows as they would be imported; the same file has the same digest. Null while there are problems. */
  digest: z.nullable(Digest),
});
export type InventoryChecked = z.infer<typeof InventoryChecked>;

export const PrepareBatch = z.extend(CheckInventory, { comment: Prose(5_000) });
export type PrepareBatch = z.infer<typeof PrepareBatch>;
export const BatchPrepared = z.object({ batchId: Id, digest: Digest, rows: z.int(), receipt: Receipt });
export type BatchPrepared = z.infer<typeof BatchPrepared>;

/** The grant comes as for a tier, with the batch in the place of the request and its digest twice. */
export const SignBatch = z.object({
  batchId: Id,
  comment: Comment,
  digest: Digest,
  grant: z.string().check(z.maxLength(200)),
});
export type SignBatch = z.infer<typeof SignBatch>;
export const PrepareSignBatch = z.omit(SignBatch, { grant: true });
export type PrepareSignBatch = z.infer<typeof PrepareSignBatch>;
export const BatchSigned = z.object({ imported: z.boolean(), models: z.int(), receipt: Receipt });
export type BatchSigned = z.infer<typeof BatchSigned>;
export const WithdrawBatch = z.object({ batchId: Id, comment: Prose(5_000) });
export type WithdrawBatch = z.infer<typeof WithdrawBatch>;

export const AsFoundBatch = z.object({
  id: Id,
  digest: Digest,
  rows: z.int(),
  comment: z.string(),
  preparedBy: PersonRef,
  preparedAt: Instant,
  state: z.enum(['open', 'imported', 'withdrawn']),
  signatures: z.array(ActSignature),
});
export type AsFoundBatch = z.infer<typeof AsFoundBatch>;

export const AsFoundBatchPage = z.object({
  batch: AsFoundBatch,
  items: z.array(z.extend(InventoryRow, { line: z.int() })),
  next: z.nullable(z.string()),
  /** The role under which this reader would sign; null where they may not, for `reasons`. */
  signAs: z.nullable(z.enum(['administrator', 'compliance'])),
  reasons: z.array(Reason),
  mayWithdraw: z.boolean(),
});
export type AsFoundBatchPage = z.infer<typeof AsFoundBatchPage>;

/** Shown with a version that was found in production: what was claimed of it, and who signed that it entered so. */
export const AsFoundNote = z.object({
  batchId: Id,
  line: z.int(),
  claimed: InventoryRow,
  importedAt: Instant,
  signers: z.array(z.object({ person: PersonRef, role: z.string() })),
});
export type AsFoundNote = z.infer<typeof AsFoundNote>;
