import type { ReportColumn, ReportHead, ReportLine, ReportSection } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** A section with the rows that it will have. */
export interface PlannedSection extends ReportSection {
  readonly lines: Iterable<ReportLine> | AsyncIterable<ReportLine>;
}

/** What a report will say, before its files are made. */
export interface ReportPlan extends Pick<ReportHead, 'title' | 'statement' | 'empty' | 'facts'> {
  /** Numbers of the first and last entry that it speaks of. */
  readonly first: number | null;
  readonly last: number | null;
  /** Entries that it speaks of; null where it is not about entries. */
  readonly entries: number | null;
  readonly sections: readonly PlannedSection[];
}

/** What every collector is given: who asks (their roles decide), what for, and up to which entry. */
export interface Collecting {
  readonly ctx: Context;
  readonly definition: ReportHead['definition'];
  readonly about: string;
  readonly size: number;
}

/** Rows of a section that is not the list of entries itself; beyond, a note says so. */
export const mostListed = 2_000;

/** A column; on paper it stands beside the others unless told otherwise. */
export const column = (
  key: string,
  title: string,
  kind: ReportColumn['kind'] = 'text',
  place: ReportColumn['place'] = 'beside',
): ReportColumn => ({ key, title, kind, place });

/** A section of rows that are at hand; one that was cut says so. */
export function listed(
  section: Omit<ReportSection, 'count' | 'note'> & { readonly note?: string },
  lines: readonly ReportLine[],
  most = mostListed,
): PlannedSection {
  const cut = lines.length > most;
  const shown = cut ? lines.slice(0, most) : lines;
  const note = [
    section.note,
    cut ? `The first ${most.toLocaleString('en')}; there are more.` : undefined,
  ].filter(Boolean);
  return {
    ...section,
    note: note.length > 0 ? note.join(' ') : null,
    count: shown.length,
    lines: shown,
  };
}

export const instantText = (at: Date | null): string | null => at?.toISOString() ?? null;
