import { type MarkSensitive, type Receipt, Refusal, type UnmarkSensitive } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { endMark, markIn } from './mark-in.ts';

/** Who knows the data says what is in them. */
export const markers: readonly Role[] = ['owner', 'developer'];

async function modelIdOf(ctx: Context, key: string): Promise<string> {
  const found = await ctx.db.model.findUnique({ where: { key }, select: { id: true } });
  if (!found) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  return found.id;
}

async function changeMarks(
  ctx: Context,
  { command, model }: { readonly command: string; readonly model: string },
  work: (tx: Tx, modelId: string) => Promise<{ markId: string; event: LedgerEventInput }>,
): Promise<{ markId: string; receipt: Receipt }> {
  const modelId = await modelIdOf(ctx, model);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, modelId, markers);
      await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [modelId]);
      const { markId, event } = await work(tx, modelId);
      return { result: markId, events: [event] };
    },
    { attempt: { command, subject: { kind: 'model', id: modelId }, modelId } },
  );
  return { markId: result, receipt };
}

/**
 * Marks a field of a model as a sensitive attribute, in every version. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT,
 * CONFLICT where it is marked so already
 */
export const markSensitive = (ctx: Context, input: MarkSensitive) =>
  changeMarks(ctx, { command: 'mark-sensitive', model: input.model }, async (tx, modelId) => {
    const made = await markIn(tx, modelId, ctx.actor.id, input);
    if (!made) throw new Refusal('CONFLICT', `${input.field} is marked so already.`, { field: input.field });
    return { markId: made.id, event: made.event };
  });

/** Ends a mark, with a reason; what a version's schema says itself stays. @throws Refusal NOT_FOUND, FORBIDDEN */
export const unmarkSensitive = (ctx: Context, input: UnmarkSensitive) =>
  changeMarks(ctx, { command: 'unmark-sensitive', model: input.model }, async (tx, modelId) => {
    const { rows } = await tx.query<{ id: string; attribute: string }>(
      'SELECT id, attribute FROM sensitive_mark WHERE model_id = $1 AND field = $2 AND ended_at IS NULL',
      [modelId, input.field],
    );
    const held = rows[0];
    if (!held)
      throw new Refusal('NOT_FOUND', `${input.field} is not marked as sensitive.`, { field: input.field });
    await endMark(tx, held.id, ctx.actor.id);
    return {
      markId: held.id,
      event: {
        event: 'model.sensitive-unmarked',
        subject: { kind: 'model', id: modelId },
        modelId,
        data: { mark: held.id, field: input.field, attribute: held.attribute },
        records: { reason: input.reason },
      },
    };
  });
