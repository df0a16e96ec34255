import * as z from 'zod/mini';
import { Id, Receipt } from './primitives.ts';

const EntryNumber = z.int().check(z.minimum(0));
/** Numbers of entries, both ends included. */
export const EntryRange = z
  .tuple([EntryNumber, EntryNumber])
  .check(z.refine(([first, last]) => first <= last, 'a range ends before it begins'));

/** Sizes that keep the entry of an export well below the limit of an entry. */
const mostRanges = 500;
const mostPredictions = 500;
const mostKept = 100;

/** What an evidence pack is to hold: entries of the ledger with their records, and predictions with what executing them needs. */
export const ExportPack = z.object({
  entries: z.array(EntryRange).check(z.maxLength(mostRanges)),
  predictions: z.optional(z.array(Id).check(z.maxLength(mostPredictions))),
  /** Of these entries the hash alone travels. */
  leaveOut: z.optional(z.array(EntryRange).check(z.maxLength(mostRanges))),
  /** Sizes of the ledger that a reader kept checkpoints of: that the ledger continues each is proven in the pack. */
  kept: z.optional(z.array(z.int().check(z.minimum(1))).check(z.maxLength(mostKept))),
});
export type ExportPack = z.infer<typeof ExportPack>;

export const PackExported = z.object({
  /** Id of the entry that records the export; the pack is fetched by it. */
  id: z.string(),
  /** Where the pack is fetched, below the portal's address. */
  path: z.string(),
  receipt: Receipt,
});
export type PackExported = z.infer<typeof PackExported>;
