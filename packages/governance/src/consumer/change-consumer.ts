import { type ChangeConsumer, type Receipt, Refusal, type RetireConsumer } from '@countersign/contracts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import {
  type ConsumerRecord,
  holdsAmong,
  lockConsumer,
  requireSpeaker,
  speakers,
  users,
} from './consumer-row.ts';
import { consumerRecords, requireAnswerer } from './register-consumer.ts';

async function onConsumer(
  ctx: Context,
  command: string,
  key: string,
  work: (tx: Tx, row: ConsumerRecord) => Promise<LedgerEventInput>,
): Promise<Receipt> {
  await requireRoleSomewhere(ctx, users);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const row = await lockConsumer(tx, key);
      return { result: undefined, events: [await work(tx, row)] };
    },
    { attempt: { command, subject: { kind: 'installation', id: 'consumers' } } },
  );
  return receipt;
}

const faceOf = (details: Omit<ChangeConsumer, 'consumer' | 'answererId'>, answererId: string): string => {
  const { name, purpose, contacts, volumePerDay, serviceLevels, whenBlocked } = details;
  return JSON.stringify([
    name,
    purpose,
    [...new Set(contacts)],
    volumePerDay,
    serviceLevels,
    whenBlocked,
    answererId,
  ]);
};

/** Changes a consumer that is locked; null where all of it is so already. @throws Refusal FORBIDDEN, NOT_FOUND for the account */
export async function changeIn(
  tx: Tx,
  ctx: Context,
  row: ConsumerRecord,
  input: ChangeConsumer,
): Promise<LedgerEventInput | null> {
  await requireSpeaker(tx, ctx, row);
  const answererId = input.answererId ?? row.answerer_id;
  const found = await tx.query<Omit<ChangeConsumer, 'consumer' | 'answererId'> & Record<string, unknown>>(
    `SELECT name, purpose, contacts, volume_per_day AS "volumePerDay", service_levels AS "serviceLevels", when_blocked AS "whenBlocked"
     FROM consumer WHERE id = $1`,
    [row.id],
  );
  if (faceOf(found.rows[0]!, row.answerer_id) === faceOf(input, answererId)) return null;
  if (answererId !== row.answerer_id) {
    const speaks = await holdsAmong(tx, ctx.actor, speakers, row.model_ids);
    await requireAnswerer(tx, ctx.actor, answererId, speaks);
  }
  await tx.query(
    `UPDATE consumer SET name = $2, purpose = $3, contacts = $4, volume_per_day = $5, service_levels = $6,
       when_blocked = $7, answerer_id = $8 WHERE id = $1`,
    [
      row.id,
      input.name,
      input.purpose,
      [...new Set(input.contacts)],
      input.volumePerDay,
      input.serviceLevels,
      input.whenBlocked,
      answererId,
    ],
  );
  return {
    event: 'consumer.changed',
    subject: { kind: 'consumer', id: row.id },
    data: {
      answerer: answererId,
      before: row.answerer_id,
      contacts: input.contacts.length,
      volumePerDay: input.volumePerDay,
    },
    records: consumerRecords(input),
  };
}

/**
 * What is known of a consumer, from now on, and which account answers for it.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where all of it is so already
 */
export const changeConsumer = (ctx: Context, input: ChangeConsumer): Promise<Receipt> =>
  onConsumer(ctx, 'change-consumer', input.consumer, async (tx, row) => {
    const event = await changeIn(tx, ctx, row, input);
    if (!event) throw new Refusal('CONFLICT', 'All of it is so already.');
    return event;
  });

/**
 * It uses nothing any more, and its uses end with it. Should it predict again, it shows up as discovered.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export const retireConsumer = (ctx: Context, input: RetireConsumer): Promise<Receipt> =>
  onConsumer(ctx, 'retire-consumer', input.consumer, async (tx, row) => {
    await requireSpeaker(tx, ctx, row);
    const ended = await tx.query<{ id: string }>(
      'UPDATE consumer_use SET ended_at = $2 WHERE consumer_id = $1 AND ended_at IS NULL RETURNING id',
      [row.id, tx.at],
    );
    await tx.query('UPDATE consumer SET retired_at = $2 WHERE id = $1', [row.id, tx.at]);
    return {
      event: 'consumer.retired',
      subject: { kind: 'consumer', id: row.id },
      data: { uses: ended.rows.map(({ id }) => id).sort() },
      records: { comment: input.comment },
    };
  });
