import { type EndRetention, type Receipt, Refusal } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { keepers } from './define-retention.ts';
import { lockRetentionClass } from './retention-class-row.ts';

/** Ends a class: nothing more is removed under it. A step of a sweep that is under way is waited for. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT */
export async function endRetention(ctx: Context, input: EndRetention): Promise<Receipt> {
  requireScope(ctx.actor, 'operate');
  refuseBrokenJson(input, '');
  const subject = { kind: 'retention', id: input.classId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, keepers);
      const found = await lockRetentionClass(tx, input.classId);
      if (!found) throw new Refusal('NOT_FOUND', 'There is no such retention class.');
      if (found.state === 'ended') throw new Refusal('CONFLICT', 'It has ended already.');
      await tx.query(
        "UPDATE retention_class SET state = 'ended', ended_by = $2, ended_at = $3, end_reason = $4 WHERE id = $1",
        [found.id, ctx.actor.id, tx.at, input.reason],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'retention.class-ended',
            subject,
            data: { name: found.name, before: found.state },
            records: { reason: input.reason },
          },
        ],
      };
    },
    { attempt: { command: 'end-retention', subject } },
  );
  return receipt;
}
