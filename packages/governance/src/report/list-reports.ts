import type { Page, PageOf, ReportRow } from '@countersign/contracts';
import { requireInsight, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type ReportStored, reportSelect, toReportRow } from './report-row.ts';

const bySerial = keyset('reports', 'integer');

/**
 * Reports, the newest first: all of them for whoever may report on everything, else one's own and those about models that
 * one owns or is compliance officer of. What is in a report is asked for when a file of it is opened.
 */
export async function listReports(ctx: Context, input: Page): Promise<PageOf<ReportRow>> {
  const limit = limitOf(input);
  const [after] = bySerial.decode(input.after);
  const scope = await requireInsight(ctx);
  const { all, models } = await reportedModels(ctx, scope);
  const found = await ctx.pool.query<ReportStored>(
    `${reportSelect}
     WHERE ($1::bigint IS NULL OR r.serial < $1) AND ($2 OR r.person_id = $3::uuid OR (NOT r.everything AND r.model_ids <@ $4::uuid[]))
     ORDER BY r.serial DESC LIMIT $5`,
    [after, all, personOf(ctx), models, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, bySerial, ({ serial }) => [serial]);
  return { items: rows.map((row) => toReportRow(row, row.person_id === ctx.actor.id || all)), next };
}

/** Whether somebody may report on everything, or else on which models they answer for. */
export async function reportedModels(
  ctx: Context,
  scope: Scope,
): Promise<{ all: boolean; models: readonly string[] }> {
  const everywhere = scope.rolesOn(null);
  const all =
    ctx.actor.kind === 'system' ||
    everywhere.some((role) => role === 'administrator' || role === 'compliance') ||
    (everywhere.includes('auditor') && scope.windows === null);
  return { all, models: all ? [] : await modelsOf(ctx, scope.rolesOn) };
}

const personOf = ({ actor }: Context) => (actor.kind === 'person' ? actor.id : null);

/** Models that somebody answers for; a person has a few. */
async function modelsOf(ctx: Context, rolesOn: (modelId: string | null) => string[]): Promise<string[]> {
  const { rows } = await ctx.pool.query<{ model_id: string }>(
    'SELECT DISTINCT model_id FROM role_assignment WHERE person_id = $1::uuid AND model_id IS NOT NULL',
    [personOf(ctx)],
  );
  return rows.flatMap(({ model_id: id }) =>
    rolesOn(id).some((role) => role === 'owner' || role === 'compliance') ? [id] : [],
  );
}
