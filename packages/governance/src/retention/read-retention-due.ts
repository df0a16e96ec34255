import {
  Refusal,
  type RetentionDue,
  type RetentionDueFilter,
  type RetentionDueRow,
} from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { retentionReaders } from './list-retention.ts';
import { basisOf, clockSql, coversSql, dueBefore, holdSql, type RetentionRule } from './retention-sql.ts';

const byModel = keyset('retention-due', 'text');

/** Predictions of one model that are counted, the oldest first. */
const mostCounted = 10_000;

interface Counted {
  readonly key: string;
  readonly name: string;
  readonly now: number;
  readonly in30: number;
  readonly in90: number;
  readonly held: number;
  readonly all: number;
  readonly holds: RetentionDueRow['holds'];
}

/**
 * What is due under a class and falls due in 30 and 90 days, by model; of a class that is off, what would be. Models of
 * which nothing falls due are left out, so a page may have fewer rows than asked for, and still be followed by another one.
 * @throws Refusal NOT_FOUND, FORBIDDEN or BAD_INPUT
 */
export async function readRetentionDue(ctx: Context, input: RetentionDueFilter): Promise<RetentionDue> {
  const { models } = await requireInsight(ctx);
  await requireRoleSomewhere(ctx, retentionReaders);
  const limit = limitOf(input);
  const [after] = byModel.decode(input.after);
  const { rows: known } = await ctx.pool.query<RetentionRule & { state: string }>(
    'SELECT id, what, models, clock, days, state FROM retention_class WHERE id = $1',
    [input.classId],
  );
  const [rule] = known;
  if (!rule) throw new Refusal('NOT_FOUND', 'There is no such retention class.');
  if (rule.state === 'ended') return { items: [], next: null };
  const now = ctx.clock();
  const before = (ahead: number) => dueBefore(now, rule.days, ahead);
  const { rows: found } = await ctx.pool.query<Counted>(countSql(rule), [
    rule.id,
    rule.what,
    rule.models,
    basisOf(rule.what),
    before(0),
    before(30),
    before(90),
    after ?? null,
    models,
    limit + 1,
  ]);
  const { rows, next } = cutPage(found, limit, byModel, ({ key }) => [key]);
  return {
    items: rows
      .filter(({ all }) => all > 0)
      .map(({ key, name, all, ...counts }) => ({ model: { key, name }, ...counts, more: all > mostCounted })),
    next,
  };
}

const countSql = ({ clock }: RetentionRule): string => `
  SELECT m.key, m.name, c.* FROM (
    SELECT m.id, m.key, m.name, m.retired_at FROM model m
    WHERE ${coversSql({ id: '$1::uuid', what: '$2', models: '$3::uuid[]' })}
      AND ($8::text IS NULL OR m.key > $8) AND ($9::uuid[] IS NULL OR m.id = ANY ($9)) ORDER BY m.key LIMIT $10
  ) m CROSS JOIN LATERAL (
    SELECT count(*)::int AS all, count(*) FILTER (WHERE hold IS NULL AND moment < $5)::int AS now,
      count(*) FILTER (WHERE hold IS NULL AND moment >= $5 AND moment < $6)::int AS in30,
      count(*) FILTER (WHERE hold IS NULL AND moment >= $5)::int AS in90, count(hold)::int AS held,
      (SELECT coalesce(json_agg(json_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason) ORDER BY h.at, h.id), '[]')
       FROM legal_hold h WHERE h.id = ANY (array_agg(DISTINCT w.hold))) AS holds
    FROM (
      SELECT ${clockSql[clock]} AS moment, ${holdSql} AS hold
      FROM version v JOIN prediction p ON p.version_id = v.id JOIN scoring_run r ON r.id = p.run_id
      WHERE v.model_id = m.id AND p.basis = $4 AND p.kept = 'full' AND r.retention_batch_id IS NULL AND ${clockSql[clock]} < $7
      LIMIT ${mostCounted + 1}
    ) w
  ) c ORDER BY m.key`;
