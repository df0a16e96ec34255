import type { LedgerEvent } from '@countersign/contracts';
import { type Effect, effects, type Part } from '@countersign/ledger';

type NoEvent = Exclude<keyof typeof effects, LedgerEvent>;

/** Does not compile while an event of the vocabulary has no line among the effects, or a line is about no event. */
const effectOf: Readonly<Record<LedgerEvent, Effect | null> & Record<NoEvent, never>> = effects;

/** The events that one of the parts of the state depends on: their entries alone tell these parts whole. */
export const tellingEvents = (...parts: readonly Part[]): LedgerEvent[] =>
  (Object.keys(effectOf) as LedgerEvent[]).filter((event) =>
    effectOf[event]?.parts.some((part) => parts.includes(part)),
  );
