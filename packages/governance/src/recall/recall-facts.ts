import { type CompleteRecall, type InputCondition, Refusal } from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { refuseUnfit } from './affected-inputs.ts';

export type ToldFacts = Omit<CompleteRecall, 'recallId' | 'severity'>;

/** What was told of a recall beside its reason, checked against the model. */
export interface RecallFacts {
  readonly scope: 'this' | 'this-and-before' | null;
  readonly affected: string | null;
  readonly affectedInputs: readonly InputCondition[] | null;
  readonly replacement: { readonly id: string; readonly label: string } | null;
  readonly fallback: string | null;
  readonly deadline: Date | null;
}

/** Of which version the facts are told. */
export interface Recalled {
  readonly versionId: string;
  readonly modelId: string;
  /** Its place among the versions of the model. */
  readonly number: number;
}

/**
 * Checks what is told; null stands for what is not told.
 * @throws Refusal BAD_INPUT: no such fixed version, or one that is recalled itself, a deadline that is over, fields that no
 * input has or values that do not fit them
 */
export async function checkFacts(tx: Tx, recalled: Recalled, told: ToldFacts): Promise<RecallFacts> {
  refuseBrokenJson(told, '');
  const deadline = told.deadline === undefined ? null : parseInstant(told.deadline, 'deadline');
  if (deadline && deadline <= tx.at)
    throw new Refusal('BAD_INPUT', 'The deadline is over already.', { field: 'deadline' });
  if (told.affectedInputs) refuseUnfit(await schemaOf(tx, recalled.versionId), told.affectedInputs);
  return {
    scope: told.scope ?? null,
    affected: told.affected ?? null,
    affectedInputs: told.affectedInputs ?? null,
    replacement: await findReplacement(tx, recalled, told),
    fallback: told.fallback ?? null,
    deadline,
  };
}

async function schemaOf(tx: Tx, versionId: string): Promise<Schema | null> {
  const { rows } = await tx.query<{ schema: Schema | null }>('SELECT schema FROM version WHERE id = $1', [
    versionId,
  ]);
  return rows[0]?.schema ?? null;
}

async function findReplacement(
  tx: Tx,
  { versionId, modelId, number }: Recalled,
  { replacement: label, scope }: ToldFacts,
): Promise<RecallFacts['replacement']> {
  if (label === undefined) return null;
  const wrong = (why: string) => new Refusal('BAD_INPUT', why, { field: 'replacement' });
  const { rows } = await tx.query<{ id: string; standing: string; number: number }>(
    'SELECT id, standing, number FROM version WHERE model_id = $1 AND label = $2',
    [modelId, label],
  );
  const found = rows[0];
  if (!found) throw wrong(`The model has no version ${label} to move to.`);
  if (found.id === versionId || found.standing === 'blocked')
    throw wrong(`Version ${label} cannot be the replacement: it is blocked, or the version itself.`);
  if (scope === 'this-and-before' && found.number < number)
    throw wrong(`Version ${label} came before: it is recalled as well.`);
  return { id: found.id, label };
}

/** Ids, dates and words of a scope go into the entry; texts and conditions into records beside it. */
export const toldData = ({ scope, replacement, deadline }: RecallFacts): LedgerEventInput['data'] => ({
  ...(scope && { scope }),
  replacement: replacement?.id ?? null,
  ...(deadline && { deadline: deadline.toISOString() }),
});

export const toldRecords = ({
  affected,
  affectedInputs,
  fallback,
}: RecallFacts): Readonly<Record<string, string>> => ({
  ...(affected && { affected }),
  ...(affectedInputs && { affectedInputs: JSON.stringify(affectedInputs) }),
  ...(fallback && { fallback }),
});
