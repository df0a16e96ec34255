import { type BatchPrepared, type PrepareBatch, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { inventoryRoles, readInventory } from './check-inventory.ts';
import { inventoryDigest } from './inventory-digest.ts';

/**
 * Keeps an inventory without problems for two people to sign. Nothing enters before both have.
 * @throws Refusal FORBIDDEN; INPUT_REFUSED with every problem in the detail
 */
export async function prepareBatch(ctx: Context, input: PrepareBatch): Promise<BatchPrepared> {
  const id = uuidv7();
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, inventoryRoles);
      const { lines, problems } = await readInventory(ctx, input.csv);
      if (problems.length > 0) {
        const count = problems.length.toLocaleString('en');
        throw new Refusal('INPUT_REFUSED', `The inventory has ${count} problems; nothing was kept.`, {
          rows: problems.slice(0, 200),
        });
      }
      const digest = inventoryDigest(lines);
      await tx.query(
        `INSERT INTO as_found_batch (id, digest, rows, comment, person_id, prepared_at) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, digest, lines.length, input.comment, ctx.actor.id, tx.at],
      );
      await tx.query(
        `INSERT INTO as_found_row (batch_id, line, claimed)
         SELECT $1, r.line, r.claimed::jsonb FROM unnest($2::int[], $3::text[]) AS r (line, claimed)`,
        [id, lines.map(({ line }) => line), lines.map(({ row }) => JSON.stringify(row))],
      );
      return {
        result: { batchId: id, digest, rows: lines.length },
        events: [
          {
            event: 'as-found.prepared',
            subject: { kind: 'as-found', id },
            data: { digest, rows: lines.length },
            records: { comment: input.comment },
          },
        ],
      };
    },
    { attempt: { command: 'prepare-as-found', subject: { kind: 'as-found', id } } },
  );
  return { ...result, receipt };
}
