import { type DefineRetention, Refusal, type RetentionDefined } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { plainArray } from '../plain-array.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';

/** Who decides how long contents are kept. */
export const keepers: readonly Role[] = ['compliance', 'administrator'];

/** Subject of what is attempted while a class has no id yet. */
export const installation = { kind: 'installation', id: 'retention' } as const;

/**
 * Defines a retention class. It removes nothing until somebody turns it on by a signature; what it says never changes.
 * @throws Refusal FORBIDDEN, BAD_INPUT, NOT_FOUND for a model, or CONFLICT where the name is taken
 */
export async function defineRetention(ctx: Context, input: DefineRetention): Promise<RetentionDefined> {
  requireScope(ctx.actor, 'operate');
  refuseBrokenJson(input, '');
  const { name, what, clock, days, reason } = input;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, keepers);
      const models = input.models ? await modelIdsOf(tx, input.models) : null;
      const id = uuidv7();
      const made = await tx.query(
        `INSERT INTO retention_class (id, name, what, models, clock, days, reason, person_id, at)
         VALUES ($1, $2, $3, $4::uuid[], $5, $6, $7, $8, $9) ON CONFLICT (name) DO NOTHING`,
        [id, name, what, models, clock, days, reason, ctx.actor.id, tx.at],
      );
      if (made.rowCount !== 1)
        throw new Refusal('CONFLICT', `There is a retention class ${name} already.`, { field: 'name' });
      return {
        result: id,
        events: [
          {
            event: 'retention.class-defined',
            subject: { kind: 'retention', id },
            data: { name, what, models, clock, days },
            records: { reason },
          },
        ],
      };
    },
    { attempt: { command: 'define-retention', subject: installation } },
  );
  return { classId: result, receipt };
}

async function modelIdsOf(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = ANY ($1::text[]) ORDER BY id',
    [plainArray(keys)],
  );
  const absent = keys.find((key) => !rows.some((row) => row.key === key));
  if (absent) throw new Refusal('NOT_FOUND', `There is no model ${absent}.`, { model: absent });
  return rows.map(({ id }) => id);
}
