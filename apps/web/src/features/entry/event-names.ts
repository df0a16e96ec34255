import { type LedgerEvent, ledgerEvents } from '@countersign/contracts';

/** The closed vocabulary, in its order. */
export const eventNames: readonly LedgerEvent[] = ledgerEvents;
