import { type HandOverConsumer, type Receipt, Refusal } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { lockConsumer } from './consumer-row.ts';
import { requireAnswerer } from './register-consumer.ts';

/**
 * Lets another account answer for a consumer, by an administrator: whoever did may have left. Its notices are answered by the
 * new account from now on, those that are open among them.
 * @throws Refusal FORBIDDEN (recorded), NOT_FOUND for the consumer or an open account, CONFLICT where it answers already
 */
export async function handOverConsumer(ctx: Context, input: HandOverConsumer): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireScope(ctx.actor, 'operate');
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const row = await lockConsumer(tx, input.consumer);
      if (row.answerer_id === input.answererId)
        throw new Refusal('CONFLICT', 'That account answers for it already.', { field: 'answererId' });
      await requireAnswerer(tx, ctx.actor, input.answererId, true);
      await tx.query('UPDATE consumer SET answerer_id = $2 WHERE id = $1', [row.id, input.answererId]);
      return {
        result: undefined,
        events: [
          {
            event: 'consumer.handed-over',
            subject: { kind: 'consumer', id: row.id },
            data: { answerer: input.answererId, before: row.answerer_id },
            records: { comment: input.comment },
          },
        ],
      };
    },
    { attempt: { command: 'hand-over-consumer', subject: { kind: 'installation', id: 'consumers' } } },
  );
  return receipt;
}
