import { type ConsumerDeclaration, type ConsumerDeclared, Refusal } from '@countersign/contracts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { changeIn } from './change-consumer.ts';
import { type ConsumerRecord, findConsumer, requireSpeaker, users } from './consumer-row.ts';
import { closeUse, insertUse, targetOf, type UseRecord } from './declare-use.ts';
import { registerIn } from './register-consumer.ts';

/** Ends a transaction in which everything was as the file says. */
class NothingToDo extends Error {
  constructor(readonly kept: number) {
    super();
  }
}

interface OpenUse extends UseRecord {
  readonly id: string;
  readonly kind: string;
  readonly cadenceMinutes: number | null;
  readonly purpose: string | null;
}

const faceOf = (use: Omit<OpenUse, 'id'>): string =>
  JSON.stringify([
    use.modelId,
    use.environmentId,
    use.from,
    use.to,
    use.kind,
    use.cadenceMinutes,
    use.purpose,
  ]);

/** Uses that this file declared before; what was declared elsewhere is not its to end. */
async function usesOfFile(tx: Tx, consumerId: string): Promise<OpenUse[]> {
  const { rows } = await tx.query<OpenUse & Record<string, unknown>>(
    `SELECT id, model_id AS "modelId", environment_id AS "environmentId", from_number AS "from", to_number AS "to", kind,
       cadence_minutes AS "cadenceMinutes", purpose FROM consumer_use WHERE consumer_id = $1 AND ended_at IS NULL AND source = 'file'`,
    [consumerId],
  );
  return rows;
}

async function applyUses(tx: Tx, ctx: Context, row: ConsumerRecord, uses: ConsumerDeclaration['uses']) {
  const wanted = new Map<
    string,
    { readonly target: UseRecord; readonly use: ConsumerDeclaration['uses'][number] }
  >();
  for (const use of uses) {
    const target = await targetOf(tx, use);
    const face = faceOf({ ...use, ...target });
    if (wanted.has(face))
      throw new Refusal('BAD_INPUT', 'The file declares one use twice.', { field: 'uses' });
    wanted.set(face, { target, use });
  }
  const open = await usesOfFile(tx, row.id);
  const ended: LedgerEventInput[] = [];
  for (const use of open.filter((one) => !wanted.delete(faceOf(one)))) {
    await requireSpeaker(tx, ctx, row, [use.modelId]);
    ended.push(await closeUse(tx, row, use.id));
  }
  const declared: LedgerEventInput[] = [];
  for (const { target, use } of wanted.values())
    declared.push((await insertUse(tx, ctx, row, { ...use, target }, 'file')).event);
  return { ended, declared, kept: open.length - ended.length };
}

/**
 * Brings a consumer to what the file of its repository says: registers it or changes what is known of it, declares what
 * is new and ends what the file no longer names. Sent again it changes nothing. Who answers for it stays.
 * @throws Refusal as registering, changing, declaring and ending do
 */
export async function applyDeclaration(ctx: Context, input: ConsumerDeclaration): Promise<ConsumerDeclared> {
  const { uses, ...details } = input;
  await requireRoleSomewhere(ctx, users);
  try {
    const { result, receipt } = await change(
      ctx,
      async (tx) => {
        const known = await findConsumer(tx, input.consumer);
        const made = known ? await changeIn(tx, ctx, known, details) : await registerIn(tx, ctx, details);
        const row = known ?? (await findConsumer(tx, input.consumer))!;
        const { ended, declared, kept } = await applyUses(tx, ctx, row, uses);
        const [first, ...others] = [...(made ? [made] : []), ...ended, ...declared];
        if (!first) throw new NothingToDo(kept);
        const told = { registered: !known, changed: known !== null && made !== null };
        return {
          result: { ...told, declared: declared.length, ended: ended.length, kept },
          events: [first, ...others],
        };
      },
      { attempt: { command: 'apply-declaration', subject: { kind: 'installation', id: 'consumers' } } },
    );
    return { ...result, receipt };
  } catch (error) {
    if (!(error instanceof NothingToDo)) throw error;
    return { registered: false, changed: false, declared: 0, ended: 0, kept: error.kept, receipt: null };
  }
}
