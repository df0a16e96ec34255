import { type Receipt, Refusal, type WithdrawSignOff } from '@countersign/contracts';
import { afterWithdrawSignOff } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** Version of a sign-off. @throws Refusal NOT_FOUND */
export async function versionOfSignOff(tx: Pick<Tx, 'query'>, signOffId: string): Promise<string> {
  const found = await tx.query<{ version_id: string }>('SELECT version_id FROM sign_off WHERE id = $1', [
    signOffId,
  ]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such sign-off.', { signOffId });
  return found.rows[0].version_id;
}

/** A person takes back their own sign-off, until the gate is satisfied. */
export async function withdrawSignOff(ctx: Context, input: WithdrawSignOff): Promise<Receipt> {
  const { id, attempt } = await attemptOn(ctx, 'withdraw-sign-off', {
    id: await versionOfSignOff(ctx.pool, input.signOffId),
  });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
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
    { attempt },
  );
  return receipt;
}
