import type { LedgerLoss } from '@countersign/contracts';
import { toBase64 } from '@countersign/ledger';
import type { Loss } from './published-memory.ts';

/** A loss as it crosses the wire. */
export const toLedgerLoss = ({ kind, size, note, published }: Loss): LedgerLoss => ({
  kind,
  size,
  published: {
    origin: published.origin,
    size: published.size,
    root: toBase64(published.root),
    note,
  },
});
