import { type CreateModel, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { policyKeyOf } from '../policy/publish-policy.ts';
import { insertRole } from '../role/insert-role.ts';

/** Makes a model under the policy of its tier. Its creator becomes the owner. @throws Refusal CONFLICT where the key is taken */
export async function createModel(ctx: Context, input: CreateModel): Promise<{ id: string; key: string }> {
  const ownerId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const { result } = await change(
    ctx,
    async (tx) => {
      const id = uuidv7();
      await requireRole(tx, ctx.actor, null, ['administrator', 'owner', 'developer']);
      const made = await tx.query(
        `INSERT INTO model (id, key, name, purpose, tier, policy_key, owner_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key) DO NOTHING`,
        [id, input.key, input.name, input.purpose, input.tier, policyKeyOf(input.tier), ownerId, tx.at],
      );
      if (!made.rowCount)
        throw new Refusal('CONFLICT', `There is a model ${input.key} already.`, { field: 'key' });
      const created: LedgerEventInput = {
        event: 'model.created',
        subject: { kind: 'model', id },
        modelId: id,
        data: { key: input.key, tier: input.tier, policy: policyKeyOf(input.tier), owner: ownerId },
        records: { name: input.name, purpose: input.purpose },
      };
      const owning = ownerId
        ? [await insertRole(tx, { personId: ownerId, role: 'owner', modelId: id, by: null })]
        : [];
      return { result: { id, key: input.key }, events: [created, ...owning] };
    },
    { attempt: { command: 'create-model', subject: { kind: 'installation', id: 'models' } } },
  );
  return result;
}
