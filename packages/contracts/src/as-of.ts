import * as z from 'zod/mini';
import { Id, Instant, ModelKey, Page, pageOf } from './primitives.ts';

/** Who an entry names, by today's name. The system has an id of its own and is called Countersign. */
const Who = z.object({ id: z.string(), name: z.string() });

/** Where in the ledger an answer stands. */
export const AsOfPlace = z.object({
  /** The moment that was asked for. */
  asOf: Instant,
  /** The last entry that the answer rests on: it and every entry before it. Null: the ledger began later. */
  number: z.nullable(z.int()),
  /** When that entry says that it happened. */
  at: z.nullable(Instant),
  /** Entries among those read that say a later time than the moment: the clock had run ahead. The first 20. */
  later: z.array(z.int()),
});
export type AsOfPlace = z.infer<typeof AsOfPlace>;

const PolicyRef = z.object({ id: z.string(), number: z.int() });

/** Words are those of the entries, or `unknown` where entries of an earlier program do not tell them. */
export const AsOfSignOff = z.object({
  id: z.string(),
  person: Who,
  /** Whose role it was, where the signer stood in for somebody. */
  deputyFor: z.nullable(Who),
  role: z.string(),
  decision: z.string(),
  /** current, owed, void, withdrawn or cleared: only `current` counted. */
  state: z.string(),
  assurance: z.string(),
  at: Instant,
  number: z.nullable(z.int()),
});
export type AsOfSignOff = z.infer<typeof AsOfSignOff>;

/** A request for a gate that was open, satisfied or void at the moment, and who had decided on it. */
export const AsOfGate = z.object({
  gate: z.string(),
  environment: z.nullable(z.string()),
  /** Set on the expedited road alone. */
  incident: z.nullable(z.string()),
  state: z.string(),
  /** The policy that counted for it. */
  policy: z.nullable(PolicyRef),
  at: Instant,
  /** The entry that asked for it, and the one that brought it to its state. */
  number: z.nullable(z.int()),
  settled: z.nullable(z.int()),
  signOffs: z.array(AsOfSignOff),
});
export type AsOfGate = z.infer<typeof AsOfGate>;

export const AsOfVersion = z.object({
  id: z.string(),
  label: z.string(),
  stage: z.string(),
  earned: z.string(),
  standing: z.string(),
  revision: z.nullable(z.int()),
  asFound: z.boolean(),
  /** Until when it was approved; null where it was not, or entries do not tell it. */
  approvalEndsAt: z.nullable(Instant),
  /** When it had last come to each stage. */
  stages: z.array(z.object({ stage: z.string(), at: Instant })),
  /** The entry that gave it this stage. */
  number: z.nullable(z.int()),
  gates: z.array(AsOfGate),
});
export type AsOfVersion = z.infer<typeof AsOfVersion>;

/** A deployment that had not ended at the moment. */
export const AsOfDeployment = z.object({
  id: z.string(),
  environment: z.string(),
  production: z.boolean(),
  /** champion, challenger or shadow. */
  role: z.string(),
  ground: z.string(),
  /** serving or suspended. */
  state: z.string(),
  /** Since when in this role, by whom, and the entry that says so. */
  at: Instant,
  by: Who,
  number: z.nullable(z.int()),
  versionId: z.string(),
});
export type AsOfDeployment = z.infer<typeof AsOfDeployment>;

export const AsOfModel = z.object({
  id: z.string(),
  key: z.string(),
  /** What it is called today; null where nothing is called so any more. */
  name: z.nullable(z.string()),
  tier: z.string(),
  /** The policy that a new request would have had; its number is null before it was published. */
  policy: z.object({ id: z.string(), number: z.nullable(z.int()) }),
  retired: z.boolean(),
  /** The entry that made it. */
  number: z.nullable(z.int()),
  /** Production first, champions first. */
  deployments: z.array(AsOfDeployment),
  /** The versions that were deployed. */
  versions: z.array(AsOfVersion),
});
export type AsOfModel = z.infer<typeof AsOfModel>;
export const AsOfModels = z.extend(pageOf(AsOfModel), { place: AsOfPlace });
export type AsOfModels = z.infer<typeof AsOfModels>;
export const AsOfModelsFilter = z.extend(Page, { asOf: Instant, model: z.optional(ModelKey) });
export type AsOfModelsFilter = z.infer<typeof AsOfModelsFilter>;

/** A role that was held at the moment. */
export const AsOfRole = z.object({
  person: Who,
  role: z.string(),
  /** Key of the model; null: on every model. */
  model: z.nullable(z.string()),
  deputyFor: z.nullable(Who),
  /** Since when, and until when where it was to end by itself. */
  at: Instant,
  until: z.nullable(Instant),
  /** False: entries of an earlier program leave open whether it was taken away. */
  certain: z.boolean(),
  /** The entry that gave it. */
  number: z.nullable(z.int()),
});
export type AsOfRole = z.infer<typeof AsOfRole>;
export const AsOfRoles = z.extend(pageOf(AsOfRole), { place: AsOfPlace });
export type AsOfRoles = z.infer<typeof AsOfRoles>;
export const AsOfRolesFilter = z.extend(Page, {
  asOf: Instant,
  /** Roles on this model, those on every model included. */
  model: z.optional(ModelKey),
  personId: z.optional(Id),
});
export type AsOfRolesFilter = z.infer<typeof AsOfRolesFilter>;
