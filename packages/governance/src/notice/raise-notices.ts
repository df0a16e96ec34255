import { MailAddress, type NoticeKind, type RecallRow, settledNoticeStates } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { sha256Hex, type Tx } from '../change.ts';
import { type Affected, findAffected } from '../consumer/find-affected.ts';
import type { House } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { endNotices } from './end-notices.ts';
import type { SendJob } from './send-notices.ts';
import { writeSteps } from './write-steps.ts';

export interface ToRaise {
  readonly kind: NoticeKind;
  /** Of a recall; null of anything else. */
  readonly recallId: string | null;
  /** Of a planned switch, and where it is to be: only who may be using the versions there is told. */
  readonly planned?: { readonly switchId: string; readonly environmentId: string };
  readonly modelId: string;
  /** The version that it is about first of all. */
  readonly versionId: string;
  /** All versions that it warns of. */
  readonly versionIds: readonly string[];
  /** By when the consumers should have moved; without it a recall takes what its severity allows. */
  readonly dueAt?: Date | null;
  readonly severity?: RecallRow['severity'];
  /** Recalls that give way to this one. */
  readonly replaces?: readonly string[];
  /** More is told of a recall whose notices were raised before: they are sent again to whoever has not moved. */
  readonly tellsMore?: boolean;
  /** Whether mails wait until somebody enqueues their sending. */
  readonly holdsMail?: boolean;
}

/** How long a consumer has by the severity of a recall, in hours. */
const hoursToMove: Readonly<Record<RecallRow['severity'], number>> = {
  critical: 24,
  high: 72,
  medium: 7 * 24,
  low: 30 * 24,
};

/** A statement may take so long while a version is being stopped; what takes longer is done right after. */
const patienceMs = 500;

/**
 * Raises one notice for each consumer that the versions concern, in the caller's transaction, in a fixed number of
 * statements however many there are. Whatever fails here undoes nothing else: the notices are then raised by a job that
 * leaves with the transaction. Mails leave by a job as well. Returns the events to enter, none where nobody is concerned.
 */
export async function raiseNotices(
  tx: Tx,
  house: Pick<House, 'log'>,
  notice: ToRaise,
): Promise<LedgerEventInput[]> {
  const { rows } = await tx.query<{ before: string }>(
    "SELECT current_setting('statement_timeout') AS before",
  );
  await tx.query('SAVEPOINT raise_notices');
  try {
    await tx.query("SELECT set_config('statement_timeout', $1, true)", [String(patienceMs)]);
    const ended = await endNotices(tx, notice.replaces ?? [], 'replaced');
    const raised = await writeNotices(tx, notice);
    await tx.query('RELEASE SAVEPOINT raise_notices');
    await tx.query("SELECT set_config('statement_timeout', $1, true)", [rows[0]!.before]);
    return [...ended, ...raised];
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT raise_notices');
    house.log.error(
      { versionId: notice.versionId, reason: (error as Error).message },
      'notices could not be raised with the mark; a job raises them',
    );
    await enqueue(
      tx,
      'notice.raise',
      { ...notice, dueAt: notice.dueAt?.toISOString() ?? null },
      notice.recallId,
    );
    return [];
  }
}

const enqueue = (tx: Tx, name: string, payload: { readonly [key: string]: unknown }, key: string | null) =>
  tx.query('SELECT graphile_worker.add_job($1, $2::json, job_key := $3, max_attempts := 12)', [
    name,
    JSON.stringify(payload),
    key && `${name} ${key}`,
  ]);

/** Sends whatever waits of these notices; the job leaves with the transaction. */
export const enqueueSend = (tx: Tx, job: SendJob) =>
  enqueue(
    tx,
    'notice.send',
    { ...job },
    `${job.purpose ?? 'more'} ${job.switchId ?? job.recallId ?? `${job.kind} ${job.versionId}`}`,
  );

/** The same without the net, for the job. @throws whatever the database says */
export async function writeNotices(
  tx: Tx,
  { kind, recallId, modelId, versionId, versionIds, planned, tellsMore = false, ...rest }: ToRaise,
): Promise<LedgerEventInput[]> {
  const affected = await findAffected(tx, versionIds, undefined, planned?.environmentId);
  const dueAt =
    rest.dueAt ?? (rest.severity ? new Date(tx.at.getTime() + hoursToMove[rest.severity] * 3_600_000) : null);
  const send = () => enqueueSend(tx, { recallId, versionId, kind, purpose: 'more' });
  if (tellsMore && (await tellMore(tx, recallId, { versionIds, dueAt: rest.dueAt ?? null }))) await send();
  if (affected.length === 0) return [];
  const answerers = await answerersOf(tx, affected);
  const raised = affected.map((consumer) => ({
    id: uuidv7(),
    consumer,
    addresses: addressesOf(consumer.contacts, answerers.get(consumer.consumerId ?? '')),
  }));
  const inserted = await tx.query<{ id: string; consumer_key: string; state: string }>(
    `INSERT INTO notice (id, kind, recall_id, version_id, version_ids, consumer_key, consumer_id, name, state, state_at, cadence_minutes, calls,
       last_call_at, due_at, raised_at, switch_id)
     SELECT n.id, $1, $2, $3, $4, n.key, n.consumer_id, n.name, n.state, $5, n.cadence, n.calls, n.last_at, $6, $5, $15
     FROM unnest($7::uuid[], $8::text[], $9::uuid[], $10::text[], $11::text[], $12::int[], $13::bigint[], $14::timestamptz[])
       AS n (id, key, consumer_id, name, state, cadence, calls, last_at)
     ON CONFLICT DO NOTHING RETURNING id, consumer_key, state`,
    [
      kind,
      recallId,
      versionId,
      versionIds,
      tx.at,
      dueAt,
      raised.map(({ id }) => id),
      raised.map(({ consumer }) => consumer.key),
      raised.map(({ consumer }) => consumer.consumerId),
      raised.map(({ consumer }) => consumer.name),
      raised.map(({ addresses }) => (addresses.length > 0 ? 'sent' : 'nobody')),
      raised.map(({ consumer }) => consumer.cadenceMinutes),
      raised.map(({ consumer }) => consumer.calls),
      raised.map(({ consumer }) => consumer.lastAt),
      planned?.switchId ?? null,
    ],
  );
  if (inserted.rows.length === 0) return [];
  await writeRecipients(
    tx,
    raised.filter(({ id }) => inserted.rows.some((row) => row.id === id)),
  );
  if (!rest.holdsMail && inserted.rows.some(({ state }) => state === 'sent')) await send();
  const lines = inserted.rows.map((row) => `${row.id} ${row.consumer_key}\n`).sort();
  const data: { readonly [key: string]: JsonValue } = {
    kind,
    ...(recallId ? { recall: recallId } : {}),
    ...(planned ? { switch: planned.switchId } : {}),
    versions: [...versionIds],
    count: inserted.rows.length,
    nobody: inserted.rows.filter(({ state }) => state === 'nobody').length,
    digest: sha256Hex(lines.join('')),
    due: dueAt?.toISOString() ?? null,
  };
  return [{ event: 'notices.raised', subject: { kind: 'version', id: versionId }, modelId, versionId, data }];
}

/** Notices that stand warn of what is told now; whoever has not moved is told again. Returns whether there is anybody. */
async function tellMore(
  tx: Tx,
  recallId: string | null,
  { versionIds, dueAt }: { readonly versionIds: readonly string[]; readonly dueAt: Date | null },
): Promise<boolean> {
  await tx.query(
    'UPDATE notice SET version_ids = $2, due_at = coalesce($3, due_at) WHERE recall_id = $1 AND ended_at IS NULL',
    [recallId, versionIds, dueAt],
  );
  const again = await tx.query(
    `UPDATE notice_recipient p SET state = 'waiting', state_at = $2 FROM notice n
     WHERE n.id = p.notice_id AND n.recall_id = $1 AND n.ended_at IS NULL AND n.state <> ALL ($3)`,
    [recallId, tx.at, settledNoticeStates],
  );
  return (again.rowCount ?? 0) > 0;
}

interface Raised {
  readonly id: string;
  readonly consumer: Affected;
  readonly addresses: readonly string[];
}

/** Address of the person who answers for each registered consumer; for a service account that of who is responsible for it. */
async function answerersOf(tx: Tx, affected: readonly Affected[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ id: string; email: string }>(
    `SELECT c.id, coalesce(q.email, p.email) AS email FROM consumer c JOIN person p ON p.id = c.answerer_id LEFT JOIN person q ON q.id = p.responsible_id
     WHERE c.id = ANY ($1::uuid[]) AND coalesce(q.active, p.active)`,
    [affected.flatMap(({ consumerId }) => consumerId ?? [])],
  );
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** One recipient an address; what is no address is told to nobody. */
export const addressesOf = (contacts: readonly string[], answerer: string | undefined): string[] => [
  ...new Set(
    [...contacts, ...(answerer ? [answerer] : [])]
      .map((contact) => contact.trim().toLowerCase())
      .filter((contact) => MailAddress.safeParse(contact).success),
  ),
];

async function writeRecipients(tx: Tx, raised: readonly Raised[]): Promise<void> {
  const recipients = raised.flatMap(({ id, addresses }) =>
    addresses.map((address) => ({ id: uuidv7(), noticeId: id, address })),
  );
  await tx.query(
    `INSERT INTO notice_recipient (id, notice_id, address, state, state_at)
     SELECT r.id, r.notice_id, r.address, 'waiting', $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS r (id, notice_id, address)`,
    [
      recipients.map(({ id }) => id),
      recipients.map(({ noticeId }) => noticeId),
      recipients.map(({ address }) => address),
      tx.at,
    ],
  );
  await writeSteps(
    tx,
    raised.map(({ id }) => id),
    { kind: 'raised' },
  );
}
