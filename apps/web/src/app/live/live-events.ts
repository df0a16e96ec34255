import type { LiveEvent } from '@countersign/contracts';

type Listener = (events: readonly LiveEvent[]) => void;
const listeners = new Set<Listener>();

/** Tells whoever shows something about what somebody recorded meanwhile. */
export function tellEvents(events: readonly LiveEvent[]): void {
  for (const listener of listeners) listener(events);
}

export function onEvents(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
