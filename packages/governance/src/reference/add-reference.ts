import type { AddReference, Receipt } from '@countersign/contracts';
import { afterReferences } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { insertReference } from './insert-reference.ts';
import { referrers } from './reference-roles.ts';

/** Adds a reference beside the dossier. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, CONFLICT */
export async function addReference(
  ctx: Context,
  input: AddReference,
): Promise<{ referenceId: string; receipt: Receipt }> {
  const { attempt } = await attemptOn(ctx, 'add-reference', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input);
      await requireRole(tx, ctx.actor, loaded.row.model_id, referrers);
      const { id, event } = await insertReference(tx, loaded.row.id, ctx.actor.id, input);
      const kinds = [...new Set([...loaded.state.references, input.kind])];
      const after = afterReferences(loaded.state, kinds, tx.at.toISOString());
      const consequent = await writeConsequences(tx, loaded, after, 'satisfied');
      return { result: id, events: await moveVersion(tx, loaded, after, [event, ...consequent]) };
    },
    { attempt },
  );
  return { referenceId: result, receipt };
}
