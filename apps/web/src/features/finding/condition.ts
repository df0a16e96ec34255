import type { ApprovalCondition } from '@countersign/contracts';

/** A condition on its way: days as a date field gives them. */
export interface ConditionDraft {
  until: string;
  /** Uses that are left out. */
  without: readonly string[];
  /** Days by findings that have to close. */
  findings: Readonly<Record<string, string>>;
}

export const noCondition: ConditionDraft = { until: '', without: [], findings: {} };

/** The end of a day in the person's zone. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();

/** What is signed; nothing where nothing was chosen. */
export function conditionOf(draft: ConditionDraft, uses: readonly string[]): ApprovalCondition | undefined {
  const findings = Object.entries(draft.findings).filter(([, day]) => day !== '');
  const left = uses.filter((use) => !draft.without.includes(use));
  const narrowed = left.length < uses.length && left.length > 0;
  if (draft.until === '' && findings.length === 0 && !narrowed) return undefined;
  return {
    until: draft.until === '' ? null : endOfDay(draft.until),
    uses: narrowed ? left : null,
    findings: findings.map(([findingId, day]) => ({ findingId, closeBy: endOfDay(day) })),
  };
}
