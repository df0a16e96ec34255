import { type Receipt, Refusal, type WithdrawSignOff } from '@countersign/contracts';
import { afterWithdrawSignOff } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptAt, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** Where a sign-off belongs. @throws Refusal NOT_FOUND */
export async function placeOfSignOff(
  tx: Pick<Tx, 'query'>,
  signOffId: string,
): Promise<{ versionId: string; modelId: string }> {
  const found = await tx.query<{ version_id: string; model_id: string }>(
    'SELECT s.version_id, v.model_id FROM sign_off s JOIN version v ON v.id = s.version_id WHERE s.id = $1',
    [signOffId],
  );
  const row = found.rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such sign-off.', { signOffId });
  return { versionId: row.version_id, modelId: row.model_id };
}

/** A person takes back their own sign-off, until the gate is satisfied. */
export async function withdrawSignOff(ctx: Context, input: WithdrawSignOff): Promise<Receipt> {
  const place = await placeOfSignOff(ctx.pool, input.signOffId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id: place.versionId });
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'withdraw-sign-off', signOffId: input.signOffId });
      const after = afterWithdrawSignOff(loaded.state, input.signOffId, tx.at.toISOString());
      const consequent = await writeConsequences(tx, loaded, after, 'withdrawn');
      const events = await moveVersion(tx, loaded, after, [
        {
          event: 'version.sign-off-withdrawn',
          data: { signOff: input.signOffId },
          records: { comment: input.comment },
        },
        ...consequent,
      ]);
      return { result: undefined, events };
    },
    { attempt: attemptAt('withdraw-sign-off', place) },
  );
  return receipt;
}
