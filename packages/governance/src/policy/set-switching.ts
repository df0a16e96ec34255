import { type PolicyBody, type PolicyPublished, Refusal, type SetSwitching } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { insertPolicy } from './publish-policy.ts';

/** Who may publish the next version of a policy. */
export const publishers: readonly Role[] = ['administrator'];

/**
 * Publishes the next version of a policy, which differs from the one in force in the notice that consumers get before an
 * ordinary switch. Switches that were announced before keep what consumers were told.
 * @throws Refusal FORBIDDEN, NOT_FOUND, STALE where another version is in force by now, CONFLICT where nothing would change
 */
export async function setSwitching(ctx: Context, input: SetSwitching): Promise<PolicyPublished> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, publishers);
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`policy ${input.policy}`]);
      const { rows } = await tx.query<{ body: PolicyBody }>(
        'SELECT body FROM policy WHERE key = $1 ORDER BY number DESC LIMIT 1',
        [input.policy],
      );
      const body = rows[0]?.body;
      if (!body) throw new Refusal('NOT_FOUND', 'There is no such policy.', { policy: input.policy });
      if (body.number !== input.number)
        throw new Refusal('STALE', `Version ${body.number} of the policy was published meanwhile.`, {
          number: body.number,
        });
      const { noticeDays, pinDays } = input;
      if ((body.switching?.noticeDays ?? 0) === noticeDays && (body.switching?.pinDays ?? 0) === pinDays)
        throw new Refusal('CONFLICT', 'The policy says that already.', { number: body.number });
      const next: PolicyBody = { ...body, number: body.number + 1, switching: { noticeDays, pinDays } };
      const published = await insertPolicy(tx, next, ctx.actor.id);
      return {
        result: { policy: next.id, number: next.number },
        events: [{ ...published, records: { comment: input.comment } }],
      };
    },
    { attempt: { command: 'set-switching', subject: { kind: 'policy', id: input.policy } } },
  );
  return { ...result, receipt };
}
