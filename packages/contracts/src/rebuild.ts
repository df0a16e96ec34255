import * as z from 'zod/mini';
import { Instant } from './primitives.ts';

/** Things whose state entries tell, and the entries themselves. */
export const rebuiltThings = [
  'ledger',
  'entry',
  'person',
  'role',
  'environment',
  'policy',
  'model',
  'version',
  'request',
  'sign-off',
  'deployment',
] as const;
export type RebuiltThing = (typeof rebuiltThings)[number];

/** One fact that the entries and the tables tell differently. */
export const StateDifference = z.object({
  what: z.enum(rebuiltThings),
  /** As the table has it; of a role the words that make it one: person, role, model, delegation. */
  id: z.string(),
  /** For people: the model and version, or the person, that it is about. */
  name: z.string(),
  /** `stage`, `state` …; `there` where one side does not have the thing at all. */
  field: z.string(),
  /** What the entries say; null: nothing. */
  entries: z.nullable(z.string()),
  /** What the tables say; null: nothing. */
  tables: z.nullable(z.string()),
  /** Number of the entry that made the thing; null where none did, or it waits for its number. */
  number: z.nullable(z.int()),
});
export type StateDifference = z.infer<typeof StateDifference>;

/** The state derived from the entries alone beside the tables, both as they were at one moment. */
export const StateComparison = z.object({
  at: Instant,
  /** Entries numbered then, and those that were committed and waited for a number: both were read. */
  size: z.int(),
  waiting: z.int(),
  /** How many things of each kind were held against each other. */
  compared: z.partialRecord(z.enum(rebuiltThings), z.int()),
  /** Facts that entries of earlier programs do not tell, and that were therefore not compared. */
  untold: z.int(),
  /** All differences; the first 1,000 are named. */
  differs: z.int(),
  differences: z.array(StateDifference),
});
export type StateComparison = z.infer<typeof StateComparison>;

/** A comparison is told line by line, the result last: without it nothing was found out. */
export const ComparisonLine = z.union([
  z.object({ done: z.int(), of: z.int() }),
  z.object({ result: StateComparison }),
  z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
]);
export type ComparisonLine = z.infer<typeof ComparisonLine>;
