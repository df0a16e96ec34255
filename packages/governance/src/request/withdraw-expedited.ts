import { type Receipt, Refusal, type WithdrawRequest } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptAt, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { withExpedited } from './expedited-state.ts';
import { type ExpeditedRequest, findRequest } from './find-request.ts';

/** Takes back a request for the expedited road that nobody has signed yet; the road stays open. */
export async function withdrawExpedited(
  ctx: Context,
  request: ExpeditedRequest,
  input: WithdrawRequest,
): Promise<Receipt> {
  const { version_id: versionId, model_id: modelId } = request;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id: versionId });
      await refuseUnlessAllowed(tx, ctx, withExpedited(loaded, request), {
        type: 'withdraw-request',
        requestId: request.id,
      });
      if ((await findRequest(tx, request.id)).state !== 'open')
        throw new Refusal('REQUEST_NONE', 'The request is not open any more.');
      await tx.query("UPDATE request SET state = 'withdrawn', closed_at = $2 WHERE id = $1", [
        request.id,
        tx.at,
      ]);
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.request-withdrawn',
          data: {
            request: request.id,
            gate: 'goLive',
            environment: request.environment_id,
            incident: request.incident,
            requests: [{ request: request.id, state: 'withdrawn' }],
            signOffs: [],
          },
          records: { comment: input.comment },
        },
      ]);
      return { result: undefined, events };
    },
    { attempt: attemptAt('withdraw-request', { versionId, modelId }) },
  );
  return receipt;
}
