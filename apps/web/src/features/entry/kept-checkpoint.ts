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

export function keepCheckpoint(note: string): void {
  try {
    localStorage.setItem(place, note);
  } catch {
    // Without storage there is nothing to compare with the next time, and the page says so.
  }
}
