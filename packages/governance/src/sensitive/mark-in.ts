import { limits, Refusal, type SensitiveField } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

export interface MarkMade {
  readonly id: string;
  readonly event: LedgerEventInput;
}

interface Held {
  readonly id: string;
  readonly attribute: string;
  readonly words: string | null;
}

/**
 * Marks a field under the model's lock; another mark of it ends. Null where it is marked so already.
 * @throws Refusal BAD_INPUT where the model has as many marks as it may
 */
export async function markIn(
  tx: Tx,
  modelId: string,
  personId: string,
  { field, attribute, words: said }: SensitiveField,
): Promise<MarkMade | null> {
  const words = said?.trim() || null;
  const { rows } = await tx.query<Held & { field: string }>(
    'SELECT id, field, attribute, words FROM sensitive_mark WHERE model_id = $1 AND ended_at IS NULL',
    [modelId],
  );
  const held = rows.find((row) => row.field === field);
  if (held && held.attribute === attribute && held.words === words) return null;
  if (!held && rows.length >= limits.sensitiveFields)
    throw new Refusal('BAD_INPUT', `A model has at most ${limits.sensitiveFields} sensitive fields.`, {
      most: limits.sensitiveFields,
    });
  if (held) await endMark(tx, held.id, personId);
  const id = uuidv7();
  await tx.query(
    'INSERT INTO sensitive_mark (id, model_id, field, attribute, words, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, modelId, field, attribute, words, personId, tx.at],
  );
  return {
    id,
    event: {
      event: 'model.sensitive-marked',
      subject: { kind: 'model', id: modelId },
      modelId,
      data: { mark: id, field, attribute, before: held?.attribute ?? null },
      ...(words ? { records: { words } } : {}),
    },
  };
}

export const endMark = (tx: Tx, id: string, personId: string) =>
  tx.query('UPDATE sensitive_mark SET ended_at = $2, ended_by = $3 WHERE id = $1', [id, tx.at, personId]);
