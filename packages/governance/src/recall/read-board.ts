import type { BoundedCount, Reason, RecallAddress, RecallBoard, Refusal } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { entryNumberOf, numberOrNull } from '../ledger/entry-number.ts';
import { type RecallSpan, readRecallEntries } from '../ledger/recall-entries.ts';
import { scribes } from '../notice/answer-notice.ts';
import { personJson } from '../person/read-names.ts';
import { closingConditions, noticesOf, rescoredOf } from './closing-conditions.ts';
import { findRecall, type RecallStored, versionsOfRecall } from './find-recall.ts';
import { isTold } from './raise-recall.ts';
import { readCalls } from './read-blast-radius.ts';
import { readPlaces, showPlace } from './recall-places.ts';
import { whyNotClose, whyNotTell } from './recall-roles.ts';
import { type RecallRecord, recallSelect, toRecallRow } from './recall-row.ts';

/** SQL of an instant inside JSON. */
const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * One recall with everything that follows it: its versions, who is touched, where it stopped, what happened and what has to hold before
 * it is closed. A recall that was raised with another is read as that one. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readRecallBoard(ctx: Context, input: RecallAddress): Promise<RecallBoard> {
  const scope = await requireInsight(ctx);
  const recall = await findRecall(ctx.pool, input.recallId);
  requireModelIn(scope, recall.model_id);
  const { id } = recall;
  const listed = await versionsOfRecall(ctx.pool, id);
  const versionIds = listed.map(({ version_id }) => version_id);
  const [found, versions, more, calls, since, places, notices, rescored] = await Promise.all([
    ctx.pool.query<RecallRecord>(`${recallSelect} WHERE r.id = $1`, [id]),
    readVersions(ctx.pool, id),
    readMore(ctx.pool, id),
    readCalls(ctx.pool, versionIds),
    answersSince(ctx.pool, id),
    readPlaces(ctx.pool, recall, ctx.clock()),
    noticesOf(ctx.pool, id),
    rescoredOf(ctx.pool, recall),
  ]);
  const row = toRecallRow(found.rows[0]!);
  const shown = recall.standing === 'blocked' ? places.map(showPlace) : [];
  const told = isTold({ ...recall, replacement: recall.replacement_id });
  const span = spanOf(recall, listed, row.state);
  const happened = await readRecallEntries(ctx, span, scope.windows);
  const actor = scope.actorOn(recall.model_id);
  const roles = scope.rolesOn(recall.model_id);
  const isOpen = row.state === 'open' && recall.lifted_at === null;
  const over = (): Reason => ({ code: 'CONFLICT', message: 'The recall is over.' });
  return {
    row,
    number: more.number,
    scope: recall.scope,
    state: row.state,
    versions,
    affected: recall.affected,
    affectedInputs: recall.affected_inputs,
    affectedCount: recall.affected_inputs === null ? null : more.affectedCount,
    fallback: recall.fallback,
    complete: told,
    overdue: row.state === 'open' && recall.deadline !== null && recall.deadline < ctx.clock(),
    radius: { ...calls, since },
    places: shown,
    conditions: closingConditions({
      blocked: recall.standing === 'blocked',
      told,
      since,
      places: shown,
      notices,
      rescored,
    }),
    closed: more.closed,
    happened,
    mayComplete: isOpen ? reasons(whyNotTell(actor)) : [over()],
    mayClose:
      recall.closed_at === null
        ? reasons(whyNotClose(actor, await authorsOf(ctx.pool, versionIds)))
        : [over()],
    mayReport: roles.some((role) => ['administrator', 'compliance', 'owner', 'auditor'].includes(role)),
    mayRemind: isOpen && scribes.some((role) => roles.includes(role)),
  };
}

const reasons = (refusal: Refusal | null): Reason[] =>
  refusal ? [{ code: refusal.code, message: refusal.message }] : [];

/** Until when serving belongs to it. */
export const spanOf = (
  recall: RecallStored,
  versions: Awaited<ReturnType<typeof versionsOfRecall>>,
  state: RecallBoard['state'],
): RecallSpan => ({
  modelId: recall.model_id,
  ids: versions.map(({ recall_id }) => recall_id),
  versionIds: versions.map(({ version_id }) => version_id),
  from: recall.at,
  until:
    recall.closed_at ??
    (state === 'lifted'
      ? new Date(Math.max(...versions.map(({ lifted_at }) => lifted_at?.getTime() ?? 0)))
      : null),
});

/** People who made one of the versions. */
export async function authorsOf(db: Pick<Tx, 'query'>, versionIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ person_id: string }>(
    'SELECT DISTINCT person_id FROM version_author WHERE version_id = ANY ($1::uuid[]) AND person_id IS NOT NULL',
    [versionIds],
  );
  return rows.map(({ person_id }) => person_id);
}

/** Answers of its versions since each was marked; what was answered before and recorded later is none. */
export async function answersSince(db: Pick<Tx, 'query'>, recallId: string): Promise<BoundedCount> {
  const { rows } = await db.query<{ counted: number }>(
    `SELECT ${countUpTo(`recall f JOIN prediction p ON (p.version_id, p.answered_at) > (f.version_id, f.at)
       AND (p.version_id, p.answered_at) <= (f.version_id, coalesce(f.lifted_at, 'infinity')) WHERE (f.id = $1 OR f.raised_with = $1)`)} AS counted`,
    [recallId],
  );
  return boundedCount(rows[0]!.counted);
}

async function readVersions(db: Pick<Tx, 'query'>, recallId: string): Promise<RecallBoard['versions']> {
  const { rows } = await db.query<RecallBoard['versions'][number]>(
    `SELECT v.label, r.id AS "recallId", v.standing, ${instant('r.lifted_at')} AS "endedAt",
       (SELECT n.id FROM recall n WHERE n.version_id = r.version_id AND n.at = r.lifted_at LIMIT 1) AS "replacedBy",
       (SELECT coalesce(json_agg(json_build_object('person', ${personJson('p')}, 'at', ${instant('l.at')}) ORDER BY l.at), '[]'::json)
        FROM recall_lift l LEFT JOIN person p ON p.id = l.person_id WHERE l.recall_id = r.id) AS "liftSignatures"
     FROM recall r JOIN version v ON v.id = r.version_id WHERE r.id = $1 OR r.raised_with = $1
     ORDER BY r.raised_with IS NOT NULL, v.number DESC`,
    [recallId],
  );
  return rows;
}

interface More {
  readonly number: number | null;
  readonly affectedCount: RecallBoard['affectedCount'];
  readonly closed: RecallBoard['closed'];
}

async function readMore(db: Pick<Tx, 'query'>, recallId: string): Promise<More> {
  const { rows } = await db.query<{
    number: string | null;
    counted: RecallBoard['affectedCount'];
    closed: RecallBoard['closed'];
  }>(
    `SELECT ${entryNumberOf({ versionId: 'r.version_id', at: 'r.at', id: 'r.id' })} AS number,
       CASE WHEN r.closed_at IS NULL THEN NULL ELSE json_build_object('at', ${instant('r.closed_at')}, 'by', ${personJson('p')}, 'reason', r.closed_reason,
         'unmet', to_json(coalesce(r.closed_unmet, '{}')), 'number', (SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
           WHERE l.model_id = v.model_id AND l.event = 'recall.closed' AND l.subject_id = r.id::text ORDER BY l.id LIMIT 1)) END AS closed,
       CASE WHEN k.recall_id IS NULL THEN NULL ELSE json_build_object('done', k.state = 'done', 'looked', k.looked, 'matching', k.matching, 'unreadable', k.unreadable) END AS counted
     FROM recall r JOIN version v ON v.id = r.version_id LEFT JOIN person p ON p.id = r.closed_by LEFT JOIN recall_count k ON k.recall_id = r.id WHERE r.id = $1`,
    [recallId],
  );
  const { number, counted, closed } = rows[0]!;
  return { number: numberOrNull(number), affectedCount: counted, closed };
}
