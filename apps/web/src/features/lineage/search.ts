import { type LineageKind, lineageKinds } from '@countersign/contracts';
import { instantIn, oneOf, textIn } from '../../app/search-text.ts';

export interface LineageSearch {
  /** The moment, RFC 3339; left out: now. */
  at?: string;
  show?: 'reach';
  /** Kinds that are hidden, with commas between them. */
  without?: string;
  /** The node that is looked at. */
  focus?: string;
  after?: string;
}
export const lineageSearch = (found: Record<string, unknown>): LineageSearch => ({
  at: instantIn(found.at),
  show: oneOf(['reach'] as const, found.show),
  without: textIn(found.without),
  focus: textIn(found.focus),
  after: textIn(found.after),
});

export const hiddenIn = (without: string | undefined): ReadonlySet<LineageKind> =>
  new Set((without ?? '').split(',').flatMap((word) => oneOf(lineageKinds, word) ?? []));
