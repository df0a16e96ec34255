import type { ReportLine } from '@countersign/contracts';
import type { InventoryModel } from '../as-of/read-inventory.ts';
import { column, listed, type PlannedSection } from './report-plan.ts';

/** Counts an inventory, a model at a time; whatever is cut from a list is counted here all the same. */
export function tally() {
  const counts = new Map<string, Map<string, number>>();
  const count = (what: string, value: string) => {
    const values = counts.get(what) ?? new Map<string, number>();
    counts.set(what, values.set(value, (values.get(value) ?? 0) + 1));
  };
  const all = { models: 0, retired: 0, versions: 0, inProduction: 0, blocked: 0, asFound: 0 };
  return {
    get models() {
      return all.models;
    },
    get versions() {
      return all.versions;
    },
    get inProduction() {
      return all.inProduction;
    },
    add({ tier, retired, versions, deployments }: InventoryModel): void {
      all.models += 1;
      if (retired) all.retired += 1;
      all.versions += versions.length;
      all.inProduction += new Set(
        deployments.filter(({ production }) => production).map(({ versionId }) => versionId),
      ).size;
      count('Models by tier', tier);
      for (const { stage, standing, asFound } of versions) {
        count('Versions by stage', stage);
        count('Versions by standing', standing);
        if (standing === 'blocked') all.blocked += 1;
        if (asFound) all.asFound += 1;
      }
      for (const { environment, role } of deployments) count('Deployments', `${environment}, ${role}`);
    },
    facts: (): [name: string, count: number][] => [
      ['Models', all.models],
      ['Of them retired', all.retired],
      ['Versions', all.versions],
      ['In production', all.inProduction],
      ['Marked “do not use”', all.blocked],
      ['Entered as found', all.asFound],
    ],
    lines: (): ReportLine[] =>
      [...counts]
        .sort(byName)
        .flatMap(([what, values]) =>
          [...values].sort(byName).map(([value, found]) => ({ counted: what, by: value, count: found })),
        ),
  };
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one.localeCompare(other);

export const countsSection = (lines: readonly ReportLine[]): PlannedSection =>
  listed(
    {
      key: 'counts',
      title: 'Counts',
      form: 'table',
      columns: [column('counted', 'Counted'), column('by', 'By'), column('count', 'Count', 'count')],
    },
    lines,
  );
