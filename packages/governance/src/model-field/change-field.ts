import { type ChangeModelField, type ModelFieldChanged, Refusal } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { lockFields, refuseSameLabel, refuseTooMany } from './define-field.ts';
import { checkChoices } from './field-choices.ts';
import { type FieldStored, fieldColumns } from './field-row.ts';

async function lockField(tx: Tx, key: string): Promise<FieldStored> {
  const { rows } = await tx.query<FieldStored>(
    `SELECT ${fieldColumns('f')} FROM model_field f WHERE f.key = $1 FOR UPDATE`,
    [key],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', `There is no field ${key}.`, { key });
  return rows[0];
}

/**
 * Changes a definition, archives it or takes it back into use. What is recorded stays as it is: choices are recorded by
 * their keys, so another label shows everywhere.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_INPUT, STALE where somebody else changed it meanwhile
 */
export async function changeModelField(ctx: Context, input: ChangeModelField): Promise<ModelFieldChanged> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      await lockFields(tx);
      const before = await lockField(tx, input.key);
      if (before.revision !== input.expectedRevision)
        throw new Refusal('STALE', 'Somebody changed this field meanwhile. Read it again.', {
          revision: before.revision,
        });
      const wasArchived = before.archived_at !== null;
      if (wasArchived && !input.archived) await refuseTooMany(tx);
      if (!input.archived) await refuseSameLabel(tx, input);
      checkChoices(before.type, input.choices, before.choices);
      const revision = before.revision + 1;
      const archivedAt = input.archived ? (before.archived_at ?? tx.at) : null;
      await tx.query(
        `UPDATE model_field SET label = $2, required = $3, help = $4, choices = $5, archived_at = $6, revision = $7
         WHERE id = $1`,
        [
          before.id,
          input.label,
          input.required,
          input.help,
          JSON.stringify(input.choices),
          archivedAt,
          revision,
        ],
      );
      const event =
        wasArchived === input.archived
          ? 'field.changed'
          : input.archived
            ? 'field.archived'
            : 'field.restored';
      return {
        result: revision,
        events: [
          {
            event,
            subject: { kind: 'field', id: before.id },
            data: {
              key: input.key,
              revision,
              label: input.label,
              required: input.required,
              choices: input.choices.map((choice) => ({ ...choice })),
            },
            records: { help: input.help },
          },
        ],
      };
    },
    { attempt: { command: 'change-field', subject: { kind: 'installation', id: 'fields' } } },
  );
  return { key: input.key, revision: result, receipt };
}
