import { evidenceKinds } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { Digest, Id, Instant } from './primitives.ts';

export const EvidenceRow = z.object({
  id: Id,
  kind: z.enum(evidenceKinds),
  name: z.string(),
  result: z.enum(['pass', 'fail', 'measured', 'not-checked']),
  basis: z.enum(['checked', 'claimed']),
  value: z.string(),
  against: z.string(),
  /** Of an agreement that was measured: the share of golden rows, and how many there are. */
  agreement: z.nullable(z.object({ share: z.number(), rows: z.int() })),
  digest: Digest,
  revision: z.int(),
  at: Instant,
  current: z.boolean(),
  openedAt: z.nullable(Instant),
});
export type EvidenceRow = z.infer<typeof EvidenceRow>;

/** One case or row of a run, as the detail page lists it. */
export const EvidenceCase = z.object({
  name: z.string(),
  category: z.nullable(z.string()),
  outcome: z.enum(['pass', 'fail']),
  expected: z.string(),
  seen: z.string(),
});
export const EvidenceDetail = z.object({
  row: EvidenceRow,
  runtime: z.nullable(z.record(z.string(), z.unknown())),
  durationMs: z.nullable(z.number()),
  cases: z.array(EvidenceCase),
  total: z.int(),
  failed: z.int(),
});
export type EvidenceDetail = z.infer<typeof EvidenceDetail>;

export const EvidenceRun = z.object({
  id: Id,
  kind: z.enum(evidenceKinds),
  state: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.int(),
  total: z.int(),
  error: z.nullable(z.string()),
  at: Instant,
});
export type EvidenceRun = z.infer<typeof EvidenceRun>;
export const EvidenceList = z.object({ items: z.array(EvidenceRow), runs: z.array(EvidenceRun) });
export type EvidenceList = z.infer<typeof EvidenceList>;
