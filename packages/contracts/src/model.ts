import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { FieldFilter, FieldValue, ModelFacts } from './model-field.ts';
import { TierName } from './policy.ts';
import { BoundedCount, Id, Instant, Line, ModelKey, Page, PersonRef, Prose } from './primitives.ts';
import { VersionRow } from './version-row.ts';

export const CreateModel = z.object({
  key: ModelKey,
  name: Line(200),
  purpose: Prose(5_000),
  tier: TierName,
});
export type CreateModel = z.infer<typeof CreateModel>;

export const RetireModel = z.object({ model: ModelKey, comment: Prose(5_000) });
export type RetireModel = z.infer<typeof RetireModel>;

export const ModelRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  tier: TierName,
  policy: z.object({ id: z.string(), number: z.int() }),
  owner: z.nullable(PersonRef),
  versions: z.int(),
  /** Champions in production environments. */
  champions: z.array(
    z.object({ environment: z.string(), label: z.string(), state: z.enum(['serving', 'suspended']) }),
  ),
  newest: z.nullable(VersionRow),
  openRecalls: z.int(),
  predictions: BoundedCount,
  /** What is recorded in fields that are in use, by their keys. */
  fields: z.record(z.string(), FieldValue),
  createdAt: Instant,
  /** Since when it is in no list any more. */
  retiredAt: z.nullable(Instant),
});
export type ModelRow = z.infer<typeof ModelRow>;

export const ModelFilter = z.object({
  /** Words in key, name and purpose. */
  search: z.optional(z.string().check(z.maxLength(200))),
  /** All of them have to hold. */
  fields: z.optional(z.array(FieldFilter).check(z.maxLength(limits.fieldFilters))),
  ...Page.shape,
});
export type ModelFilter = z.infer<typeof ModelFilter>;

export const ModelPage = z.object({
  model: ModelRow,
  mayRegister: z.boolean(),
  mayCreateRequest: z.boolean(),
  /** Gates that the people of today could not satisfy for a version by the authors of the newest one. */
  unsatisfiableGates: z.array(z.string()),
  facts: ModelFacts,
  /** Null where the asker may not retire it, or where it is retired already. */
  retirement: z.nullable(
    z.object({
      /** Labels of versions that are not deprecated yet, the newest five; a model is retired once there are none. */
      going: z.array(z.string()),
      /** Whether a recall is followed still; it is closed first. */
      recalled: z.boolean(),
    }),
  ),
});
export type ModelPage = z.infer<typeof ModelPage>;
