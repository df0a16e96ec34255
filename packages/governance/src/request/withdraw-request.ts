import type { Receipt, WithdrawRequest } from '@countersign/contracts';
import { afterWithdrawRequest } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptAt, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { findRequest, isExpedited } from './find-request.ts';
import { withdrawExpedited } from './withdraw-expedited.ts';

/** Takes a request back; its sign-offs end with it and the gate may be asked for again. */
export async function withdrawRequest(ctx: Context, input: WithdrawRequest): Promise<Receipt> {
  const asked = await findRequest(ctx.pool, input.requestId);
  if (isExpedited(asked)) return withdrawExpedited(ctx, asked, input);
  const { version_id: id, model_id: modelId } = asked;
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
    { attempt: attemptAt('withdraw-request', { versionId: id, modelId }) },
  );
  return receipt;
}
