import {
  type DeclareSubjectField,
  Refusal,
  type SubjectFieldDeclared,
  type SubjectSource,
  type UnnamedRows,
} from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import {
  type SubjectFieldColumns,
  type SubjectFieldInForce,
  subjectFieldColumns,
  toSubjectFieldInForce,
} from './subject-field-in-force.ts';

type Said = Pick<SubjectFieldInForce, 'source' | 'field' | 'unnamed'>;

/** How much a declaration demands of a row. */
const demands = ({ source, unnamed }: Said): number => (source === 'none' ? 0 : unnamed === 'accept' ? 1 : 2);

/**
 * Declaring a field, or refusing what names nobody, is for the owner or compliance. Whatever lets rows through that could
 * not be found and erased with their subject, or names it elsewhere, is for compliance, who answers for erasing.
 */
export const rolesThatDeclare = (from: Said, to: Said): readonly Role[] =>
  demands(to) >= demands(from) &&
  (from.source === 'none' || (from.source === to.source && from.field === to.field))
    ? ['owner', 'compliance']
    : ['compliance'];

function saidIn({ source, field, unnamed }: DeclareSubjectField): {
  source: SubjectSource;
  field: string | null;
  unnamed: UnnamedRows | null;
} {
  if ((source === 'input') !== (field !== undefined))
    throw new Refusal('BAD_INPUT', 'A field of the inputs has a name, and nothing else has.', {
      field: 'field',
    });
  if (source === 'none' && unnamed !== undefined)
    throw new Refusal('BAD_INPUT', 'Where no field is declared, nothing is said of rows that name nobody.', {
      field: 'unnamed',
    });
  return { source, field: field ?? null, unnamed: source === 'none' ? null : (unnamed ?? 'refuse') };
}

/**
 * Declares where a model's predictions say whom they are about, from now on; what was recorded before stays as it is. Who
 * records at the same moment is waited for.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, or CONFLICT where that is declared already
 */
export async function declareSubjectField(
  ctx: Context,
  input: DeclareSubjectField,
): Promise<SubjectFieldDeclared> {
  requireScope(ctx.actor, 'operate');
  refuseBrokenJson({ field: input.field, reason: input.reason }, '');
  const to = saidIn(input);
  const modelId = await findModelId(ctx, input.model);
  const subject = { kind: 'model', id: modelId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const from = await lockSubjectField(tx, modelId);
      await requireRole(tx, ctx.actor, modelId, rolesThatDeclare(from, to));
      if (from.source === to.source && from.field === to.field && from.unnamed === to.unnamed)
        throw new Refusal('CONFLICT', 'That is declared already.', { source: to.source });
      const id = uuidv7();
      await tx.query(
        'INSERT INTO model_subject_field (id, model_id, source, field, unnamed, reason, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, modelId, to.source, to.field, to.unnamed, input.reason, ctx.actor.id, tx.at],
      );
      await tx.query('UPDATE model SET subject_field_id = $2 WHERE id = $1', [modelId, id]);
      return {
        result: undefined,
        events: [
          {
            event: 'model.subject-field-declared',
            subject,
            modelId,
            data: { declaration: id, ...to, before: from.id },
            records: { reason: input.reason },
          },
        ],
      };
    },
    { attempt: { command: 'declare-subject-field', subject, modelId } },
  );
  const by = ctx.actor.kind === 'person' ? { id: ctx.actor.id, name: ctx.actor.name } : null;
  return { subjectField: { ...to, since: receipt.at, reason: input.reason, by }, receipt };
}

async function lockSubjectField(tx: Tx, modelId: string): Promise<SubjectFieldInForce> {
  const { rows } = await tx.query<SubjectFieldColumns>(
    `WITH m AS MATERIALIZED (SELECT subject_field_id FROM model WHERE id = $1 FOR UPDATE)
     SELECT ${subjectFieldColumns} FROM m LEFT JOIN model_subject_field f ON f.id = m.subject_field_id`,
    [modelId],
  );
  return toSubjectFieldInForce(rows[0]!);
}
