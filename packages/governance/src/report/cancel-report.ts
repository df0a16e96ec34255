import { type Receipt, Refusal } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { serialText } from './report-row.ts';

/**
 * Ends a report that is being made; its job stops at the next piece. By whoever asked for it, an administrator or compliance.
 * @throws Refusal NOT_FOUND, FORBIDDEN, or CONFLICT where it is over already
 */
export async function cancelReport(ctx: Context, { id }: { id: string }): Promise<Receipt> {
  const subject = { kind: 'report', id } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const found = await tx.query<{
        serial: string;
        asked_at: Date;
        person_id: string;
        state: string;
        model_ids: string[];
      }>('SELECT serial, asked_at, person_id, state, model_ids FROM report WHERE id = $1 FOR UPDATE', [id]);
      const row = found.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such report.', { id });
      if (row.person_id !== ctx.actor.id)
        await requireRole(tx, ctx.actor, null, ['administrator', 'compliance']);
      if (row.state !== 'queued' && row.state !== 'running')
        throw new Refusal('CONFLICT', 'This report is over already.', { state: row.state });
      await tx.query("UPDATE report SET state = 'cancelled', step = NULL, finished_at = $2 WHERE id = $1", [
        id,
        tx.at,
      ]);
      const only = row.model_ids.length === 1 ? row.model_ids[0] : undefined;
      return {
        result: undefined,
        events: [
          {
            event: 'report.cancelled',
            subject,
            ...(only && { modelId: only }),
            data: { serial: serialText(row.serial, row.asked_at) },
          },
        ],
      };
    },
    { attempt: { command: 'cancel-report', subject } },
  );
  return receipt;
}
