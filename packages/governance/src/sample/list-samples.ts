import type { Page, PageOf, SampleRow } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { reportedModels } from '../report/list-reports.ts';
import { type SampleStored, sampleSelect, toSampleRow } from './sample-row.ts';

const bySerial = keyset('samples', 'integer');

/** Samples, the newest first: those whose reports one would see. */
export async function listSamples(ctx: Context, input: Page): Promise<PageOf<SampleRow>> {
  const limit = limitOf(input);
  const [after] = bySerial.decode(input.after);
  const { all, models } = await reportedModels(ctx, await requireInsight(ctx));
  const found = await ctx.pool.query<SampleStored>(
    `${sampleSelect}
     WHERE ($1::bigint IS NULL OR s.serial < $1) AND ($2 OR s.person_id = $3::uuid OR (NOT s.everything AND s.model_ids <@ $4::uuid[]))
     ORDER BY s.serial DESC LIMIT $5`,
    [after, all, ctx.actor.kind === 'person' ? ctx.actor.id : null, models, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, bySerial, ({ serial }) => [serial]);
  return { items: rows.map(toSampleRow), next };
}
