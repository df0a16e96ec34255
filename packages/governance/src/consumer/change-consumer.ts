import type { ChangeConsumer, Receipt, RetireConsumer } from '@countersign/contracts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type ConsumerRecord, holdsAmong, lockConsumer, requireSpeaker, speakers } from './consumer-row.ts';
import { consumerRecords, requireAnswerer } from './register-consumer.ts';

async function onConsumer(
  ctx: Context,
  command: string,
  key: string,
  work: (tx: Tx, row: ConsumerRecord) => Promise<Pick<LedgerEventInput, 'event' | 'data' | 'records'>>,
): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const row = await lockConsumer(tx, key);
      await requireSpeaker(tx, ctx, row);
      const told = await work(tx, row);
      return { result: undefined, events: [{ ...told, subject: { kind: 'consumer', id: row.id } }] };
    },
    { attempt: { command, subject: { kind: 'installation', id: 'consumers' } } },
  );
  return receipt;
}

/** What is known of a consumer, from now on, and which account answers for it. @throws Refusal NOT_FOUND, FORBIDDEN */
export const changeConsumer = (ctx: Context, input: ChangeConsumer): Promise<Receipt> =>
  onConsumer(ctx, 'change-consumer', input.consumer, async (tx, row) => {
    const answererId = input.answererId ?? row.answerer_id;
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
      data: {
        answerer: answererId,
        before: row.answerer_id,
        contacts: input.contacts.length,
        volumePerDay: input.volumePerDay,
      },
      records: consumerRecords(input),
    };
  });

/**
 * It uses nothing any more, and its uses end with it. Should it predict again, it shows up as discovered.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export const retireConsumer = (ctx: Context, input: RetireConsumer): Promise<Receipt> =>
  onConsumer(ctx, 'retire-consumer', input.consumer, async (tx, row) => {
    const ended = await tx.query<{ id: string }>(
      'UPDATE consumer_use SET ended_at = $2 WHERE consumer_id = $1 AND ended_at IS NULL RETURNING id',
      [row.id, tx.at],
    );
    await tx.query('UPDATE consumer SET retired_at = $2 WHERE id = $1', [row.id, tx.at]);
    return {
      event: 'consumer.retired',
      data: { uses: ended.rows.map(({ id }) => id).sort() },
      records: { comment: input.comment },
    };
  });
