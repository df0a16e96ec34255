import {
  type NoticeFilter,
  type NoticePage,
  type NoticeState,
  settledNoticeStates,
  settledSwitchStates,
} from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { answersFor } from './answers-for.ts';
import { type NoticeRecord, noticeSelect, toNoticeRow } from './notice-row.ts';

const byId = keyset('notices', 'uuid');

const listed = (states: readonly NoticeState[]): string => states.map((state) => `'${state}'`).join(', ');
const asks = `n.state NOT IN (${listed(settledNoticeStates)}) AND NOT (n.kind = 'switch' AND n.state IN (${listed(settledSwitchStates)}))`;

/** Somebody who sees a model because they use it sees the notices of those for whom they answer, and no others. */
const visible = `(${answersFor('n', '$1')} OR NOT $2 AND ($3::uuid[] IS NULL OR v.model_id = ANY ($3)))`;
const filtered = `${visible}
  AND ($4::uuid IS NULL OR n.recall_id = $4) AND ($5::text IS NULL OR m.key = $5) AND ($6::text IS NULL OR v.label = $6)
  AND ($7::text IS NULL OR n.kind = $7) AND ($8::text IS NULL OR n.consumer_key = $8)
  AND ($9::boolean IS NULL OR (n.ended_at IS NULL) = $9) AND (NOT $10 OR ${answersFor('n', '$1')})
  AND (NOT $11 OR n.ended_at IS NULL AND ${asks})`;
const from = 'notice n JOIN version v ON v.id = n.version_id JOIN model m ON m.id = v.model_id';

/**
 * Notices of a recall, a version, a consumer or oneself, the newest first, and how many there are in each state.
 * @throws Refusal FORBIDDEN for somebody without any role, BAD_INPUT
 */
export async function listNotices(ctx: Context, input: NoticeFilter): Promise<NoticePage> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  const { models, isConsumer } = await readScope(ctx);
  const values = [
    ctx.actor.kind === 'person' ? ctx.actor.id : null,
    isConsumer,
    models,
    input.recallId ?? null,
    input.model ?? null,
    input.version ?? null,
    input.kind ?? null,
    input.consumer ?? null,
    input.open ?? null,
    input.mine ?? false,
    input.waiting ?? false,
  ];
  const [found, counted] = await Promise.all([
    ctx.pool.query<NoticeRecord>(
      `${noticeSelect} WHERE ${filtered} AND ($12::text IS NULL OR n.state = $12) AND ($13::uuid IS NULL OR n.id < $13)
       ORDER BY n.id DESC LIMIT $14`,
      [...values, input.state ?? null, after, limit + 1],
    ),
    ctx.pool.query<{ state: NoticeState; count: number }>(
      `SELECT n.state, count(*)::int AS count FROM ${from} WHERE ${filtered} GROUP BY n.state`,
      values,
    ),
  ]);
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return {
    items: rows.map(toNoticeRow),
    next,
    counts: Object.fromEntries(counted.rows.map(({ state, count }) => [state, count])),
  };
}

/** How many open notices of consumers for whom one answers still ask for something, up to `most`. */
export async function countWaitingNotices(ctx: Context, most: number): Promise<number> {
  if (ctx.actor.kind !== 'person') return 0;
  const { rows } = await ctx.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM notice n WHERE n.ended_at IS NULL AND ${asks} AND ${answersFor('n', '$1')} LIMIT $2) w`,
    [ctx.actor.id, most],
  );
  return rows[0]!.count;
}
