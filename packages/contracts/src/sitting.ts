import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { GateName } from './policy.ts';
import { Id, Instant } from './primitives.ts';

/** Several requests of the low tier, to be read and signed one after the other. */
export const BeginSitting = z.object({
  requestIds: z.array(Id).check(z.minLength(2), z.maxLength(limits.sittingItems)),
});
export type BeginSitting = z.infer<typeof BeginSitting>;
export const OneSitting = z.object({ sittingId: Id });
export type OneSitting = z.infer<typeof OneSitting>;
export const OpenSittingItem = z.object({ sittingId: Id, requestId: Id });
export type OpenSittingItem = z.infer<typeof OpenSittingItem>;

export const SittingItem = z.object({
  requestId: Id,
  model: z.string(),
  version: z.string(),
  gate: GateName,
  environment: z.nullable(z.string()),
  /** `gone`: it can be signed no more, by whatever happened meanwhile. */
  state: z.enum(['unread', 'opened', 'signed', 'gone']),
});
export type SittingItem = z.infer<typeof SittingItem>;

export const Sitting = z.object({
  id: Id,
  items: z.array(SittingItem),
  /** Whether its first signature was given: from then on one personal factor is enough. */
  isFull: z.boolean(),
  isOver: z.boolean(),
  /** It ends then unless something is opened or signed before. */
  until: Instant,
});
export type Sitting = z.infer<typeof Sitting>;
