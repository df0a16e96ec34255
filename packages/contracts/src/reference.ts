import { type ReferenceKind, referenceKinds } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import {
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

export const ReferenceKindName = z.enum(referenceKinds);

/** What a value of each kind looks like; null: one line of text. */
export const referenceForms: Readonly<Record<ReferenceKind, { form: RegExp; as: string } | null>> = {
  change: { form: /^[A-Za-z]{2,10}[-_]?\d{1,12}$/, as: 'CHG0012345' },
  ticket: { form: /^(?:[A-Za-z][A-Za-z0-9_]{0,19}-\d{1,10}|#?\d{1,10})$/, as: 'RISK-512' },
  'pull-request': {
    form: /^(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(?:\/[A-Za-z0-9][A-Za-z0-9_.-]{0,99}){1,3})?[#!]?\d{1,10}$/,
    as: 'team/models#42',
  },
  incident: { form: /^[A-Za-z]{2,10}[-_]?\d{1,12}$/, as: 'INC0042' },
  document: null,
  other: null,
};

const host = String.raw`(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)(?::\d{1,5})?`;
const webLink = new RegExp(String.raw`^https?://${host}(?:[/?#][^\s\\]*)?$`, 'iu');

/** An address of the web, to be shown and never fetched: http or https, without a name or password in it. */
export const isWebLink = (text: string): boolean => webLink.test(text);

const WebLink = z
  .string()
  .check(
    z.maxLength(2_000),
    z.regex(/^[^\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069]*$/u, 'an address without control characters'),
    z.refine(isWebLink, 'an address that begins with https:// or http://'),
  );

const hasItsForm = z.refine<{ kind: ReferenceKind; value: string }>(
  ({ kind, value }) => referenceForms[kind]?.form.test(value) ?? true,
  { message: 'not a value of this kind', path: ['value'] },
);

const said = { kind: ReferenceKindName, value: Line(200), link: z.optional(WebLink) };

/** As a manifest or a request names it. */
export const ReferenceInput = z.object(said).check(hasItsForm);
export type ReferenceInput = z.infer<typeof ReferenceInput>;

export const AddReference = z.object({ model: ModelKey, version: VersionLabel, ...said }).check(hasItsForm);
export type AddReference = z.infer<typeof AddReference>;

export const WithdrawReference = z.object({ referenceId: Id, reason: Prose(2_000) });
export type WithdrawReference = z.infer<typeof WithdrawReference>;

export const ReferenceAdded = z.object({ referenceId: Id, receipt: Receipt });

export const ReferenceRow = z.object({
  id: Id,
  kind: ReferenceKindName,
  value: z.string(),
  link: z.nullable(z.string()),
  by: PersonRef,
  at: Instant,
  withdrawn: z.nullable(z.object({ by: PersonRef, at: Instant, reason: z.string() })),
});
export type ReferenceRow = z.infer<typeof ReferenceRow>;

/** References of a version, in the order of their making; a bounded list. */
export const ReferenceList = z.object({
  items: z.array(ReferenceRow),
  /** Why this reader may neither add nor withdraw; empty means that they may. */
  mayChange: z.array(Reason),
});
export type ReferenceList = z.infer<typeof ReferenceList>;
