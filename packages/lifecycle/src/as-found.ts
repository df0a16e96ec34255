import type { Tier } from './vocabulary.ts';

/** Days after the import within which a version that was found in production has to walk the gates; then it is overdue. */
export const asFoundDays: Readonly<Record<Tier, number>> = { low: 365, moderate: 180, high: 90 };
