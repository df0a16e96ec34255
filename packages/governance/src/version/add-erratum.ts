import type { AddErratum, Receipt } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** A dated correction beside the dossier of a version that may no longer be amended. */
export async function addErratum(ctx: Context, input: AddErratum): Promise<Receipt> {
  const { attempt } = await attemptOn(ctx, 'add-erratum', input);
  const id = uuidv7();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'add-erratum' });
      await tx.query(
        'INSERT INTO erratum (id, version_id, text, person_id, at) VALUES ($1, $2, $3, $4, $5)',
        [id, loaded.row.id, input.text, ctx.actor.id, tx.at],
      );
      const events = await moveVersion(tx, loaded, null, [
        { event: 'version.erratum-added', data: { erratum: id }, records: { text: input.text } },
      ]);
      return { result: undefined, events };
    },
    { attempt },
  );
  return receipt;
}
