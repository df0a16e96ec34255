import { secondText } from '../paper/zone-text.ts';
import type { PlannedSection, ReportPlan } from './report-plan.ts';

interface Plain {
  readonly title: string;
  readonly statement: readonly string[];
  readonly size: number;
  /** Names and counts for the cover; without any the sections are counted. */
  readonly facts?: readonly (readonly [name: string, count: number])[];
  readonly sections: readonly PlannedSection[];
}

/** A ready-made report: its sections, counted on the cover. */
export function plainPlan({ title, statement, size, facts, sections }: Plain): ReportPlan {
  const entries = sections.find(({ key }) => key === 'entries');
  const counts = facts ?? sections.map((section) => [section.title, section.count] as const);
  return {
    title,
    statement: [
      ...statement,
      `This was made against the first ${size.toLocaleString('en')} entries of the ledger.`,
    ],
    empty: sections.every(({ count }) => count === 0),
    first: null,
    last: null,
    entries: entries?.count ?? null,
    facts: counts.map(([name, count]) => ({
      name,
      value: count === 0 ? 'None' : count.toLocaleString('en'),
      kind: 'text',
    })),
    sections,
  };
}

export const asOfText = (until: Date, zone: string): string => `At ${secondText(until.toISOString(), zone)}`;
