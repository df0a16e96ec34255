import {
  type DeclareUse,
  type EndUse,
  type Receipt,
  Refusal,
  type UseDeclared,
} from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type ConsumerRecord, lockConsumer, requireSpeaker, users } from './consumer-row.ts';

/** Uses of one consumer that are open at once. */
const mostUses = 200;

/** A use as it is stored. */
export interface UseRecord {
  readonly modelId: string;
  readonly environmentId: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

async function numberOf(
  tx: Tx,
  modelId: string,
  label: string | undefined,
  field: string,
): Promise<number | null> {
  if (label === undefined) return null;
  const found = await tx.query<{ number: number }>(
    'SELECT number FROM version WHERE model_id = $1 AND label = $2',
    [modelId, label],
  );
  if (!found.rows[0]) throw new Refusal('BAD_INPUT', `The model has no version ${label}.`, { field });
  return found.rows[0].number;
}

/** What is used, by ids and numbers. @throws Refusal NOT_FOUND, ENVIRONMENT_UNKNOWN, BAD_INPUT */
export async function targetOf(
  tx: Tx,
  input: Pick<DeclareUse, 'model' | 'environment' | 'from' | 'to'>,
): Promise<UseRecord> {
  const model = await tx.query<{ id: string }>('SELECT id FROM model WHERE key = $1 FOR SHARE', [
    input.model,
  ]);
  const modelId = model.rows[0]?.id;
  if (!modelId) throw new Refusal('NOT_FOUND', `There is no model ${input.model}.`, { field: 'model' });
  const from = await numberOf(tx, modelId, input.from, 'from');
  const to = await numberOf(tx, modelId, input.to, 'to');
  if (from !== null && to !== null && from > to)
    throw new Refusal('BAD_INPUT', `Version ${input.from} was registered after ${input.to}.`, {
      field: 'to',
    });
  return {
    modelId,
    environmentId: input.environment === undefined ? null : await environmentIdOf(tx, input.environment),
    from,
    to,
  };
}

/** Writes a use of a consumer that is locked. @throws Refusal FORBIDDEN, CONFLICT where it is declared already */
export async function insertUse(
  tx: Tx,
  ctx: Context,
  row: ConsumerRecord,
  input: Pick<DeclareUse, 'kind' | 'cadenceMinutes' | 'purpose'> & { readonly target: UseRecord },
  source: 'portal' | 'api' | 'file',
): Promise<{ id: string; event: LedgerEventInput }> {
  const { modelId, environmentId, from, to } = input.target;
  await requireSpeaker(tx, ctx, row, [modelId]);
  const open = await tx.query<{ same: boolean }>(
    `SELECT model_id = $2 AND environment_id IS NOT DISTINCT FROM $3 AND from_number IS NOT DISTINCT FROM $4
       AND to_number IS NOT DISTINCT FROM $5 AND kind = $6 AS same FROM consumer_use WHERE consumer_id = $1 AND ended_at IS NULL`,
    [row.id, modelId, environmentId, from, to, input.kind],
  );
  if (open.rows.some(({ same }) => same))
    throw new Refusal('CONFLICT', 'This use is declared already. End it to declare it anew.');
  if (open.rows.length >= mostUses)
    throw new Refusal('CONFLICT', `A consumer has at most ${mostUses} open uses.`);
  const id = uuidv7();
  await tx.query(
    `INSERT INTO consumer_use (id, consumer_id, model_id, environment_id, from_number, to_number, kind, cadence_minutes, purpose, source, declared_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      row.id,
      modelId,
      environmentId,
      from,
      to,
      input.kind,
      input.cadenceMinutes,
      input.purpose,
      source,
      tx.at,
    ],
  );
  return {
    id,
    event: {
      event: 'consumer.use-declared',
      subject: { kind: 'consumer', id: row.id },
      modelId,
      data: {
        use: id,
        model: modelId,
        environment: environmentId,
        from,
        to,
        kind: input.kind,
        cadenceMinutes: input.cadenceMinutes,
        source,
      },
      ...(input.purpose !== null && { records: { purpose: input.purpose } }),
    },
  };
}

/**
 * Says that a consumer uses versions of a model: from now on it is told what happens to them.
 * @throws Refusal NOT_FOUND, FORBIDDEN, ENVIRONMENT_UNKNOWN, BAD_INPUT, CONFLICT
 */
export async function declareUse(ctx: Context, input: DeclareUse): Promise<UseDeclared> {
  await requireRoleSomewhere(ctx, users);
  const viaToken = ctx.actor.kind === 'person' && ctx.actor.via === 'token';
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const target = await targetOf(tx, input);
      const row = await lockConsumer(tx, input.consumer);
      const { id, event } = await insertUse(tx, ctx, row, { ...input, target }, viaToken ? 'api' : 'portal');
      return { result: id, events: [event] };
    },
    { attempt: { command: 'declare-use', subject: { kind: 'installation', id: 'consumers' } } },
  );
  return { useId: result, receipt };
}

/** Ends a use that is open. */
export async function closeUse(tx: Tx, row: ConsumerRecord, useId: string): Promise<LedgerEventInput> {
  const ended = await tx.query<{ model_id: string }>(
    'UPDATE consumer_use SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING model_id',
    [useId, tx.at],
  );
  const modelId = ended.rows[0]?.model_id;
  if (!modelId) throw new Refusal('CONFLICT', 'This use has ended already.');
  return {
    event: 'consumer.use-ended',
    subject: { kind: 'consumer', id: row.id },
    modelId,
    data: { use: useId, model: modelId },
  };
}

/** The consumer does not use it any more. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where it has ended */
export async function endUse(ctx: Context, { useId }: EndUse): Promise<Receipt> {
  await requireRoleSomewhere(ctx, users);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const found = await tx.query<{ key: string; model_id: string }>(
        `SELECT c.key, u.model_id FROM consumer_use u JOIN consumer c ON c.id = u.consumer_id
         WHERE u.id = $1 AND c.retired_at IS NULL`,
        [useId],
      );
      const use = found.rows[0];
      if (!use) throw new Refusal('NOT_FOUND', 'There is no such use.');
      const row = await lockConsumer(tx, use.key);
      await requireSpeaker(tx, ctx, row, [use.model_id]);
      return { result: undefined, events: [await closeUse(tx, row, useId)] };
    },
    { attempt: { command: 'end-use', subject: { kind: 'installation', id: 'consumers' } } },
  );
  return receipt;
}
