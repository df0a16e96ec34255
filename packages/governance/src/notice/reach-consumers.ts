import { settledNoticeStates, settledSwitchStates } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { addressesOf, enqueueSend } from './raise-notices.ts';

/** So many notices are looked at in a transaction. */
const atOnce = 200;

interface Unreached {
  readonly id: string;
  readonly state: string;
  readonly recall_id: string | null;
  readonly version_id: string;
  readonly kind: string;
  readonly contacts: string[];
}

/**
 * Each minute: whoever is registered, declares another contact or is handed over while something is asked of them is told at
 * the addresses that are new, once the first ones have left. Operational: what a consumer’s addresses are is an entry of its own.
 */
export async function reachConsumers(house: House): Promise<void> {
  for (let after: string | null = null; ; ) {
    const seen: string | null = await writeOperational(house, (tx) => reachSome(tx, after));
    if (seen === null) return;
    after = seen;
  }
}

/** Returns the last notice that was looked at; null where no more follow. */
async function reachSome(tx: Tx, after: string | null): Promise<string | null> {
  // Who was seen in traffic alone, or under a name that was given up, may be registered by now.
  if (after === null)
    await tx.query(
      `UPDATE notice n SET consumer_id = c.id, name = c.name FROM consumer c
       WHERE c.key = n.consumer_key AND c.retired_at IS NULL AND n.ended_at IS NULL AND n.consumer_id IS DISTINCT FROM c.id`,
    );
  const { rows } = await tx.query<Unreached>(
    `SELECT n.id, n.state, n.recall_id, n.version_id, n.kind, m.contacts
     FROM notice n JOIN consumer c ON c.id = n.consumer_id AND c.retired_at IS NULL
     JOIN person p ON p.id = c.answerer_id LEFT JOIN person q ON q.id = p.responsible_id
     CROSS JOIN LATERAL (
       SELECT array_agg(a.address) AS contacts FROM (
         SELECT lower(trim(o)) AS address FROM unnest(c.contacts) o
         UNION SELECT lower(coalesce(q.email, p.email)) WHERE coalesce(q.active, p.active)) a
       WHERE NOT EXISTS (SELECT FROM notice_recipient r WHERE r.notice_id = n.id AND r.address = a.address)) m
     WHERE n.ended_at IS NULL AND n.state <> ALL ($1) AND NOT (n.kind = 'switch' AND n.state = ANY ($3))
       AND m.contacts IS NOT NULL AND ($2::uuid IS NULL OR n.id > $2)
       AND NOT EXISTS (SELECT FROM notice_recipient w WHERE w.notice_id = n.id AND w.state = 'waiting')
     ORDER BY n.id LIMIT ${atOnce} FOR UPDATE OF n SKIP LOCKED`,
    [settledNoticeStates, after, settledSwitchStates],
  );
  const added = rows.flatMap(({ id, contacts }) =>
    addressesOf(contacts, undefined).map((address) => ({ noticeId: id, address })),
  );
  const { rows: written } = await tx.query<{ notice_id: string }>(
    `INSERT INTO notice_recipient (id, notice_id, address, state, state_at)
     SELECT r.id, r.notice_id, r.address, 'waiting', $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS r (id, notice_id, address)
     ON CONFLICT DO NOTHING RETURNING notice_id`,
    [
      added.map(() => uuidv7()),
      added.map(({ noticeId }) => noticeId),
      added.map(({ address }) => address),
      tx.at,
    ],
  );
  const reached = rows.filter(({ id }) => written.some((row) => row.notice_id === id));
  const untold = reached.filter(({ state }) => state === 'nobody' || state === 'undeliverable');
  await tx.query("UPDATE notice SET state = 'sent', state_at = $2 WHERE id = ANY ($1::uuid[])", [
    untold.map(({ id }) => id),
    tx.at,
  ]);
  const jobs = new Map(
    reached.map(({ recall_id: recallId, version_id: versionId, kind }) => [
      `${recallId} ${versionId} ${kind}`,
      { recallId, versionId, kind, purpose: 'more' as const },
    ]),
  );
  for (const job of jobs.values()) await enqueueSend(tx, job);
  return rows.length < atOnce ? null : rows.at(-1)!.id;
}
