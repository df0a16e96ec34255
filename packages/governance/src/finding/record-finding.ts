import { type Receipt, type RecordFinding, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { heldAt } from '../authority/held-at.ts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseFor, whyNotRecord } from './finding-roles.ts';

/** Records a finding under the next number of its model. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function recordFinding(
  ctx: Context,
  input: RecordFinding,
): Promise<{ findingId: string; name: string; receipt: Receipt }> {
  const dueAt = parseInstant(input.dueAt, 'dueAt');
  const { attempt } = await attemptOn(ctx, 'record-finding', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      // The model's lock gives its findings dense numbers.
      const loaded = await loadVersion(tx, input, 'model');
      const { row } = loaded;
      refuseFor(whyNotRecord(await rolesHeld(tx, ctx.actor.id, row.model_id)));
      if (dueAt <= tx.at)
        throw new Refusal('BAD_INPUT', 'A finding is due in the future.', { field: 'dueAt' });
      await refuseAbsent(tx, row.model_id, input.ownerId);
      const findingId = uuidv7();
      const inserted = await tx.query<{ number: number }>(
        `INSERT INTO finding (id, model_id, version_id, number, title, text, severity, owner_id, due_at, person_id, at)
         SELECT $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8, $9, $10 FROM finding WHERE model_id = $2
         RETURNING number`,
        [
          findingId,
          row.model_id,
          row.id,
          input.title,
          input.text,
          input.severity,
          input.ownerId,
          dueAt,
          ctx.actor.id,
          tx.at,
        ],
      );
      const { number } = inserted.rows[0]!;
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.finding-recorded',
          data: {
            finding: findingId,
            number,
            severity: input.severity,
            owner: input.ownerId,
            dueAt: dueAt.toISOString(),
          },
          records: { title: input.title, text: input.text },
        },
      ]);
      return { result: { findingId, name: `F-${number}` }, events };
    },
    { attempt },
  );
  return { ...result, receipt };
}

/** Its owner is somebody on duty who works on the model. @throws Refusal BAD_INPUT */
async function refuseAbsent(tx: Tx, modelId: string, ownerId: string): Promise<void> {
  const found = await tx.query(
    `SELECT FROM person p JOIN role_assignment a ON a.person_id = p.id
     WHERE p.id = $1 AND p.active AND ${heldAt('a', '$3')} AND (a.model_id IS NULL OR a.model_id = $2)
       AND a.role NOT IN ('consumer', 'viewer', 'auditor') LIMIT 1`,
    [ownerId, modelId, tx.at],
  );
  if (!found.rowCount)
    throw new Refusal('BAD_INPUT', 'Its owner is nobody who works on this model.', { field: 'ownerId' });
}
