import { type Receipt, Refusal, type WithdrawRequest } from '@countersign/contracts';
import { afterWithdrawRequest } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** Version of a request. @throws Refusal NOT_FOUND */
export async function versionOfRequest(tx: Pick<Tx, 'query'>, requestId: string): Promise<string> {
  const found = await tx.query<{ version_id: string }>('SELECT version_id FROM request WHERE id = $1', [
    requestId,
  ]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such request.', { requestId });
  return found.rows[0].version_id;
}

/** Takes a request back; its sign-offs end with it and the gate may be asked for again. */
export async function withdrawRequest(ctx: Context, input: WithdrawRequest): Promise<Receipt> {
  const { id, attempt } = await attemptOn(ctx, 'withdraw-request', {
    id: await versionOfRequest(ctx.pool, input.requestId),
  });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'withdraw-request', requestId: input.requestId });
      const after = afterWithdrawRequest(loaded.state, input.requestId);
      const consequent = await writeConsequences(tx, loaded, after, 'withdrawn');
      const events = await moveVersion(tx, loaded, after, [
        {
          event: 'version.request-withdrawn',
          data: { request: input.requestId },
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
