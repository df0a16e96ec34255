import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { type SuggestionStored, suggestionSelect } from './suggestion-row.ts';

/** Locks nothing: the version's lock keeps others off its suggestions. @throws Refusal NOT_FOUND, BAD_INPUT across versions */
export async function findSuggestions(
  tx: Pick<Tx, 'query'>,
  ids: readonly string[],
): Promise<SuggestionStored[]> {
  const wanted = [...new Set(ids)];
  const { rows } = await tx.query<SuggestionStored>(
    `${suggestionSelect} WHERE g.id = ANY ($1) ORDER BY g.id`,
    [wanted],
  );
  if (rows.length < wanted.length) {
    const known = new Set(rows.map(({ id }) => id));
    throw new Refusal('NOT_FOUND', 'There is no such suggestion.', {
      suggestionIds: wanted.filter((id) => !known.has(id)),
    });
  }
  if (rows.some(({ version_id }) => version_id !== rows[0]!.version_id)) {
    throw new Refusal('BAD_INPUT', 'Suggestions are applied to one version at a time.', {
      field: 'suggestionIds',
    });
  }
  return rows;
}

/** @throws Refusal CONFLICT */
export function refuseAnswered(suggestions: readonly SuggestionStored[]): void {
  const answered = suggestions.find(({ state }) => state !== 'open');
  if (answered)
    throw new Refusal('CONFLICT', `The suggestion was ${answered.state} already.`, {
      suggestionId: answered.id,
    });
}
