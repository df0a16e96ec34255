import type { ReportLine } from '@countersign/contracts';
import { inScope, readModelScope } from './model-scope.ts';
import { asOfText, plainPlan } from './plain-plan.ts';
import { type Collecting, column, listed, mostListed, type ReportPlan } from './report-plan.ts';

const dayMs = 86_400_000;
const bands = [
  [30, 'up to 30 days'],
  [90, '31 to 90 days'],
  [180, '91 to 180 days'],
  [Number.POSITIVE_INFINITY, 'over 180 days'],
] as const;
const bandOf = (days: number) => bands.find(([most]) => days <= most)![1];

/** Findings that were open at a moment, the oldest first, by bands of age. */
export async function collectFindings({ ctx, definition, about, size }: Collecting): Promise<ReportPlan> {
  const { modelIds, until } = await readModelScope(ctx, definition);
  const { rows } = await ctx.pool.query<ReportLine & { at: Date; due_at: Date }>(
    `SELECT 'F-' || f.number AS finding, m.key AS model, v.label AS version, f.severity, f.title, coalesce(o.name, 'Unknown person') AS owner,
       coalesce(p.name, 'Unknown person') AS by, f.at, f.due_at
     FROM finding f JOIN version v ON v.id = f.version_id JOIN model m ON m.id = f.model_id LEFT JOIN person o ON o.id = f.owner_id
     LEFT JOIN person p ON p.id = f.person_id
     WHERE ${inScope('f.model_id')} AND f.at < $2 AND (f.state = 'open' OR f.state_at >= $2)
     ORDER BY f.at, f.id LIMIT ${mostListed + 1}`,
    [modelIds, until],
  );
  const lines = rows.map(({ at, due_at, ...row }) => {
    const age = Math.floor((until.getTime() - at.getTime()) / dayMs);
    return {
      ...row,
      at: at.toISOString(),
      due: due_at.toISOString(),
      age,
      band: bandOf(age),
      overdue: due_at < until,
    };
  });
  const overdue = lines.filter((line) => line.overdue).length;
  return plainPlan({
    title: 'Open findings by age',
    statement: [
      `${asOfText(until, definition.zone)} ${lines.length === 0 ? 'no finding was' : lines.length === 1 ? 'one finding was' : `${lines.length.toLocaleString('en')} findings were`} open on ${about === 'Every model' ? 'any model' : about}${lines.length === 0 ? '.' : `, ${overdue.toLocaleString('en')} of them overdue.`}`,
    ],
    size,
    facts: bands.map(([, name]) => [name, lines.filter(({ band }) => band === name).length]),
    sections: [
      listed(
        {
          key: 'findings',
          title: 'Open findings',
          form: 'table',
          note: 'The oldest first. Age in whole days at that moment.',
          columns: [
            column('finding', 'Finding', 'code'),
            column('model', 'Model', 'code'),
            column('version', 'Version', 'code'),
            column('severity', 'Severity'),
            column('title', 'What was found'),
            column('owner', 'Owner'),
            column('age', 'Age', 'count'),
            column('band', 'Band', 'text', 'beneath'),
            column('overdue', 'Overdue', 'flag', 'beneath'),
            column('due', 'Due', 'instant'),
            column('by', 'Recorded by', 'text', 'beneath'),
            column('at', 'Recorded', 'instant', 'beneath'),
          ],
        },
        lines,
      ),
    ],
  });
}
