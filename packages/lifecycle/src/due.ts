import type { Tier } from './vocabulary.ts';

/** Days until a request is due where nobody who asks names a day. */
export const dueDays: Readonly<Record<Tier, number>> = { low: 5, moderate: 10, high: 15 };
