import type { NoticeState } from '@countersign/contracts';
import { type Affected, findAffected } from '../consumer/find-affected.ts';
import type { House } from '../context.ts';
import { changeNotices } from './change-notices.ts';
import { openNotices } from './open-notices.ts';
import { moveNotices } from './write-steps.ts';

interface Followed {
  readonly id: string;
  readonly recall_id: string | null;
  readonly version_id: string;
  readonly model_id: string;
  readonly version_ids: readonly string[];
  readonly consumer_key: string;
  readonly state: NoticeState;
  readonly state_at: Date;
  readonly raised_at: Date;
  readonly claimed_at: Date | null;
  readonly until: Date | null;
}

type Verdict = 'proven' | 'reopened' | null;

/**
 * What traffic says of one notice. Proven: none of the versions was called for a whole declared cadence since the mark, the
 * claim or the last call, whichever came last; without a cadence never. Reopened: one was called after the consumer had moved,
 * or the time is over for which the risk was accepted.
 */
export function judge(
  notice: Pick<Followed, 'state' | 'state_at' | 'raised_at' | 'claimed_at' | 'until'>,
  seen: Pick<Affected, 'lastAt' | 'cadenceMinutes'> | undefined,
  now: Date,
): Verdict {
  const { state } = notice;
  if (state === 'risk-accepted') return notice.until && notice.until <= now ? 'reopened' : null;
  const moved = state === 'migrated' ? notice.claimed_at : state === 'proven' ? notice.state_at : null;
  const lastAt = seen?.lastAt ?? null;
  if (moved && lastAt && lastAt > moved) return 'reopened';
  if (state === 'proven' || !seen?.cadenceMinutes) return null;
  const since = Math.max(
    notice.raised_at.getTime(),
    notice.claimed_at?.getTime() ?? 0,
    lastAt?.getTime() ?? 0,
  );
  return now.getTime() - since >= seen.cadenceMinutes * 60_000 ? 'proven' : null;
}

/** Holds every open notice against what its consumer calls, and moves those of which traffic says something. */
export async function judgeTraffic(house: House): Promise<void> {
  const now = house.clock();
  for await (const rows of openNotices<Followed>(
    house,
    `SELECT n.id, n.recall_id, n.version_id, v.model_id, n.version_ids, n.consumer_key, n.state, n.state_at, n.raised_at, n.claimed_at, n.until
     FROM notice n JOIN version v ON v.id = n.version_id`,
    { where: "n.kind <> 'switch'" },
  ))
    for (const group of groupsOf(rows)) await judgeGroup(house, group, now);
}

async function judgeGroup(house: House, group: readonly Followed[], now: Date): Promise<void> {
  const affected = new Map(
    (await findAffected(house.pool, group[0]!.version_ids)).map((one) => [one.key, one]),
  );
  await keepSeen(house, group, affected);
  const verdicts = group.map((notice) => ({
    notice,
    verdict: judge(notice, affected.get(notice.consumer_key), now),
  }));
  for (const verdict of ['reopened', 'proven'] as const)
    await changeNotices(
      house,
      verdicts.filter((one) => one.verdict === verdict).map(({ notice }) => notice),
      { event: verdict === 'proven' ? 'notices.proven' : 'notices.reopened' },
      (tx, notices) =>
        moveEach(
          tx,
          notices.map(({ id }) => id),
          verdict,
          group,
          affected,
        ),
    );
}

/** The history says with each what was seen last. */
async function moveEach(
  tx: Parameters<typeof moveNotices>[0],
  ids: readonly string[],
  verdict: 'proven' | 'reopened',
  group: readonly Followed[],
  affected: ReadonlyMap<string, Affected>,
): Promise<void> {
  const byLast = new Map<string, string[]>();
  for (const { id, consumer_key: key } of group)
    if (ids.includes(id)) {
      const last = affected.get(key)?.lastAt?.toISOString() ?? '';
      byLast.set(last, [...(byLast.get(last) ?? []), id]);
    }
  for (const [lastAt, some] of byLast)
    await moveNotices(tx, some, verdict, { detail: lastAt === '' ? {} : { lastAt } });
}

/** Notices of the same versions, which are looked up together. */
function groupsOf(rows: readonly Followed[]): Followed[][] {
  const groups = new Map<string, Followed[]>();
  for (const row of rows) {
    const key = `${row.recall_id} ${row.version_ids.join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** The last call and the cadence that are known now, where they changed. */
const keepSeen = (house: House, group: readonly Followed[], affected: ReadonlyMap<string, Affected>) =>
  house.pool.query(
    `UPDATE notice n SET last_call_at = s.last_at, cadence_minutes = s.cadence
     FROM unnest($1::uuid[], $2::timestamptz[], $3::int[]) AS s (id, last_at, cadence)
     WHERE n.id = s.id AND (n.last_call_at IS DISTINCT FROM s.last_at::timestamptz(3) OR n.cadence_minutes IS DISTINCT FROM s.cadence)`,
    [
      group.map(({ id }) => id),
      group.map(({ consumer_key: key }) => affected.get(key)?.lastAt ?? null),
      group.map(({ consumer_key: key }) => affected.get(key)?.cadenceMinutes ?? null),
    ],
  );
