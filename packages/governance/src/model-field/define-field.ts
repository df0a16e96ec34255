import { type DefineModelField, limits, type ModelFieldChanged, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { checkChoices } from './field-choices.ts';

/** Definitions are few and change rarely: one at a time keeps their number and their order. */
export const lockFields = (tx: Tx) => tx.query("SELECT pg_advisory_xact_lock(hashtext('model fields'))");

/** @throws Refusal BAD_INPUT where as many fields are in use as there may be */
export async function refuseTooMany(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ used: number }>(
    'SELECT count(*)::int AS used FROM model_field WHERE archived_at IS NULL',
  );
  if (rows[0]!.used >= limits.modelFields)
    throw new Refusal('BAD_INPUT', `At most ${limits.modelFields} fields are in use: archive one first.`, {
      most: limits.modelFields,
    });
}

/** Two fields in use that read the same would be told apart by nobody. @throws Refusal CONFLICT */
export async function refuseSameLabel(tx: Tx, { key, label }: { key: string; label: string }): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT FROM model_field WHERE archived_at IS NULL AND key <> $1 AND lower(label) = lower($2)',
    [key, label],
  );
  if (rowCount) throw new Refusal('CONFLICT', `There is a field ${label} already.`, { field: 'label' });
}

/** Defines a field that every model has from then on. @throws Refusal FORBIDDEN, BAD_INPUT, CONFLICT where the key is taken */
export async function defineModelField(ctx: Context, input: DefineModelField): Promise<ModelFieldChanged> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      checkChoices(input.type, input.choices);
      await lockFields(tx);
      await refuseTooMany(tx);
      await refuseSameLabel(tx, input);
      const id = uuidv7();
      const made = await tx.query(
        `INSERT INTO model_field (id, key, label, type, required, help, choices, position, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1, $8 FROM model_field
         ON CONFLICT (key) DO NOTHING`,
        [
          id,
          input.key,
          input.label,
          input.type,
          input.required,
          input.help,
          JSON.stringify(input.choices),
          tx.at,
        ],
      );
      if (!made.rowCount)
        throw new Refusal('CONFLICT', `There is a field ${input.key} already, perhaps archived.`, {
          field: 'key',
        });
      return {
        result: undefined,
        events: [
          {
            event: 'field.defined',
            subject: { kind: 'field', id },
            data: {
              key: input.key,
              type: input.type,
              label: input.label,
              required: input.required,
              choices: input.choices.map((choice) => ({ ...choice })),
            },
            records: { help: input.help },
          },
        ],
      };
    },
    { attempt: { command: 'define-field', subject: { kind: 'installation', id: 'fields' } } },
  );
  return { key: input.key, revision: 1, receipt };
}
