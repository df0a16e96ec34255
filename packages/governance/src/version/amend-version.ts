import type { AmendVersion, Receipt } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { amendIn } from './amend-in.ts';
import { amendedLists } from './amended-lists.ts';

/**
 * A new revision of what may be amended. Of substance (claimed metrics, dataset references) it voids the sign-offs and
 * makes its author an author of the version; of prose alone it asks earlier signers to re-endorse.
 * @throws Refusal STALE where the revision was another, BAD_INPUT where nothing changes
 */
export async function amendVersion(
  ctx: Context,
  input: AmendVersion,
): Promise<{ revision: number; stage: LoadedVersion['row']['stage']; receipt: Receipt }> {
  const changes = amendedLists(input);
  refuseBrokenJson({ ...changes, releaseNotes: input.releaseNotes, description: input.description }, '');
  const { attempt } = await attemptOn(
    ctx,
    Object.keys(changes).length > 0 ? 'amend-substance' : 'amend-presentation',
    input,
  );
  const { result, receipt } = await change(
    ctx,
    async (tx) => amendIn(tx, ctx, await loadVersion(tx, input), input),
    { attempt },
  );
  return { ...result, receipt };
}
