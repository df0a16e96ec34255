import { parseCheckpoint, parseNote } from '@countersign/ledger';

/** Where this browser keeps the last checkpoint that it verified: a ledger that was rewritten cannot match it. */
const place = 'countersign.checkpoint';

/** A signed checkpoint (C2SP tlog-checkpoint), or null where none was kept or nothing can be. */
export function keptCheckpoint(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

function keepCheckpoint(note: string): void {
  try {
    localStorage.setItem(place, note);
  } catch {
    // Without storage there is nothing to compare with the next time, and the page says so.
  }
}

/** Keeps a checkpoint that was verified, where it is of another ledger or of more entries than the one before. */
export function keepLarger(checkpoint: string): void {
  const [kept, now] = [keptCheckpoint(), parseCheckpoint(parseNote(checkpoint).text)];
  const before = kept === null ? null : parseCheckpoint(parseNote(kept).text);
  if (before?.origin !== now.origin || before.size < now.size) keepCheckpoint(checkpoint);
}
