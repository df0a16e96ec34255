import type { LedgerLoss } from '@countersign/contracts';
import { counted } from '../../marks/index.ts';

const entries = (count: number): string => counted(count, 'entry', 'entries');

/** What a loss means, for people. */
export const lossText = ({ kind, published, size }: LedgerLoss): string =>
  kind === 'behind'
    ? `The database has ${entries(size)}, but ${entries(published.size)} had been published: it was put back from a backup, and what came after is not in it.`
    : `The database has ${entries(size)}, and they are not those that had been published: it was put back from a backup and went on from there, or it was rewritten.`;
