import { asFoundDays, type Tier } from '@countersign/lifecycle';

const dayMs = 86_400_000;

/** The day by which a model that enters now has to have walked its gates. */
export const reviewBy = (tier: Tier, at: Date): Date => new Date(at.getTime() + asFoundDays[tier] * dayMs);
