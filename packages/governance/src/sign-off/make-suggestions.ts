import { Refusal, type Sign } from '@countersign/contracts';
import { hasEarned } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';
import {
  isSamePart,
  partOf,
  requireChange,
  type Suggestible,
  suggestedText,
  suggestibleColumns,
} from './suggested-part.ts';

/** @throws Refusal BAD_INPUT where suggestions come with another decision, or two of them are about the same thing */
export function refuseMisplacedSuggestions({ decision, suggestions = [] }: Sign): void {
  if (suggestions.length > 0 && decision !== 'request-changes') {
    throw new Refusal('BAD_INPUT', 'Suggestions come with a request for changes.', { field: 'suggestions' });
  }
  const parts = suggestions.map(partOf);
  if (parts.some((part, index) => parts.slice(0, index).some((other) => isSamePart(part, other)))) {
    throw new Refusal('BAD_INPUT', 'Two suggestions are about the same thing.', { field: 'suggestions' });
  }
}

/** Writes what a request for changes proposes instead, in the transaction of its signature. */
export async function makeSuggestions(
  tx: Tx,
  ctx: Context,
  { row, state }: LoadedVersion,
  input: Sign & { signOffId: string },
): Promise<VersionEvent[]> {
  const { suggestions = [] } = input;
  if (suggestions.length === 0) return [];
  if (hasEarned(state, 'approved')) {
    throw new Refusal('BAD_INPUT', 'An approved version is not amended: ask for an erratum instead.', {
      field: 'suggestions',
    });
  }
  const found = await tx.query<Suggestible>(
    `SELECT ${suggestibleColumns} FROM revision r WHERE r.version_id = $1 AND r.revision = $2`,
    [row.id, row.revision],
  );
  const events: VersionEvent[] = [];
  for (const suggestion of suggestions) {
    const id = uuidv7();
    const { part, about } = partOf(suggestion);
    const before = requireChange(found.rows[0]!, suggestion);
    const after = suggestedText(suggestion);
    await tx.query(
      `INSERT INTO suggestion (id, sign_off_id, version_id, person_id, revision, part, about, before, after, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, input.signOffId, row.id, ctx.actor.id, row.revision, part, about, before, after, tx.at],
    );
    events.push({
      event: 'version.suggested',
      data: { suggestion: id, signOff: input.signOffId, part, revision: row.revision },
      records: { about: JSON.stringify(about), after },
    });
  }
  return events;
}
