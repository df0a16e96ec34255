import type { SuggestionRow } from '@countersign/contracts';
import { personJson } from '../person/read-names.ts';
import { currentText, nameOfPart, type SuggestedPart, type Suggestible } from '../sign-off/suggested-part.ts';

/** A suggestion as it is stored, with the names of its people. */
export interface SuggestionStored {
  readonly id: string;
  readonly sign_off_id: string;
  readonly version_id: string;
  readonly model_id: string;
  readonly person_id: string;
  readonly by: SuggestionRow['by'];
  readonly at: Date;
  readonly revision: number;
  readonly part: SuggestedPart['part'];
  readonly about: SuggestedPart['about'];
  readonly before: string;
  readonly after: string;
  readonly state: 'open' | 'applied' | 'declined';
  readonly applied_revision: number | null;
  readonly answered_by: SuggestionRow['answeredBy'];
  readonly state_at: Date | null;
  readonly comment: string;
}

export const suggestionSelect = `
SELECT g.id, g.sign_off_id, g.version_id, v.model_id, g.person_id, ${personJson('p')} AS by, g.at, g.revision, g.part, g.about,
  g.before, g.after, g.state, g.applied_revision, ${personJson('h')} AS answered_by, g.state_at, g.comment
FROM suggestion g JOIN version v ON v.id = g.version_id LEFT JOIN person p ON p.id = g.person_id
LEFT JOIN person h ON h.id = g.state_by`;

export const suggestedPartOf = ({ part, about }: Pick<SuggestionStored, 'part' | 'about'>) =>
  ({ part, about }) as SuggestedPart;

export const toSuggestion = (row: SuggestionStored, current: Suggestible): SuggestionRow => {
  const part = suggestedPartOf(row);
  return {
    id: row.id,
    signOffId: row.sign_off_id,
    by: row.by,
    at: row.at.toISOString(),
    revision: row.revision,
    part: row.part,
    what: nameOfPart(part),
    before: row.before,
    after: row.after,
    state: row.state === 'open' && currentText(current, part) !== row.before ? 'outdated' : row.state,
    appliedRevision: row.applied_revision,
    answeredBy: row.answered_by,
    answeredAt: row.state_at?.toISOString() ?? null,
    comment: row.comment,
  };
};
