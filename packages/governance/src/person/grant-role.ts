import { type ChangeRole, type Receipt, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { endHolds } from '../lifecycle/end-holds.ts';

const attemptOn = (command: string, personId: string) => ({
  attempt: { command, subject: { kind: 'person' as const, id: personId } },
});

async function modelIdOf(tx: Tx, modelKey: string | undefined): Promise<string | null> {
  if (modelKey === undefined) return null;
  const found = await tx.query<{ id: string }>('SELECT id FROM model WHERE key = $1', [modelKey]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', `There is no model ${modelKey}.`, { model: modelKey });
  return found.rows[0].id;
}

/** Writes one role; nothing where it is held already. */
export async function insertRole(
  tx: Tx,
  grant: { personId: string; role: string; modelId: string | null; by: string | null },
): Promise<LedgerEventInput> {
  await tx.query(
    `INSERT INTO role_assignment (id, person_id, role, model_id, granted_by, granted_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [uuidv7(), grant.personId, grant.role, grant.modelId, grant.by, tx.at],
  );
  return {
    event: 'role.granted',
    subject: { kind: 'person', id: grant.personId },
    ...(grant.modelId ? { modelId: grant.modelId } : {}),
    data: { role: grant.role, model: grant.modelId },
  };
}

/** An administrator gives a role, never to themselves. */
export async function grantRole(ctx: Context, input: ChangeRole): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      // An id may be written in two cases, and is one to the database.
      if (input.personId.toLowerCase() === ctx.actor.id)
        throw new Refusal('FORBIDDEN', 'Nobody grants a role to themselves.');
      const person = await tx.query('SELECT FROM person WHERE id = $1 AND active FOR SHARE', [
        input.personId,
      ]);
      if (!person.rowCount) throw new Refusal('NOT_FOUND', 'There is no such person.');
      const modelId = await modelIdOf(tx, input.modelKey);
      const event = await insertRole(tx, {
        personId: input.personId,
        role: input.role,
        modelId,
        by: ctx.actor.id,
      });
      return { result: undefined, events: [event] };
    },
    attemptOn('grant-role', input.personId),
  );
  return receipt;
}

/** An administrator takes a role away; later acts are refused, earlier signatures stay. The last administrator stays. */
export async function revokeRole(ctx: Context, input: ChangeRole): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const modelId = await modelIdOf(tx, input.modelKey);
      if (input.role === 'administrator') await keepAnAdministrator(tx, input.personId);
      const revoked = await tx.query(
        `UPDATE role_assignment SET revoked_at = $1, revoked_by = $2
         WHERE person_id = $3 AND role = $4 AND model_id IS NOT DISTINCT FROM $5 AND revoked_at IS NULL`,
        [tx.at, ctx.actor.id, input.personId, input.role, modelId],
      );
      if (!revoked.rowCount) throw new Refusal('NOT_FOUND', 'The person does not hold this role.');
      return {
        result: undefined,
        events: [
          {
            event: 'role.revoked',
            subject: { kind: 'person', id: input.personId },
            ...(modelId ? { modelId } : {}),
            data: { role: input.role, model: modelId },
          },
        ],
      };
    },
    attemptOn('revoke-role', input.personId),
  );
  await endHolds(ctx, { personId: input.personId, role: input.role });
  return receipt;
}

async function keepAnAdministrator(tx: Tx, leaving: string): Promise<void> {
  const administrators = await tx.query<{ person_id: string }>(
    `SELECT r.person_id FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.role = 'administrator' AND r.model_id IS NULL AND r.revoked_at IS NULL AND p.active
     ORDER BY r.id FOR UPDATE OF r`,
  );
  if (administrators.rows.every((row) => row.person_id === leaving.toLowerCase())) {
    throw new Refusal('LAST_ADMINISTRATOR', 'The last administrator cannot be removed.');
  }
}
