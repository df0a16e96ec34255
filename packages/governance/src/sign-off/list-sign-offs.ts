import type { SignOffRow, VersionAddress } from '@countersign/contracts';
import { whyNot } from '@countersign/lifecycle';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { showSignOff } from './show-sign-off.ts';
import { type SignOffStored, signOffSelect } from './sign-off-row.ts';

/**
 * Every sign-off of a version, the newest first, each with its signature verified now over the stored record. One
 * version has a few dozen at most: the list is not paged. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function listSignOffs(ctx: Context, input: VersionAddress): Promise<SignOffRow[]> {
  const scope = await readScope(ctx);
  const { row, state } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const actor = scope.actorOn(row.model_id);
  const at = ctx.clock().toISOString();
  const { rows } = await ctx.pool.query<SignOffStored>(
    `${signOffSelect} WHERE s.version_id = $1 ORDER BY s.signed_at DESC, s.id DESC`,
    [row.id],
  );
  return Promise.all(
    rows.map((stored) =>
      showSignOff(stored, {
        mine: stored.person_id === actor.personId,
        mayWithdraw: whyNot(state, { type: 'withdraw-sign-off', signOffId: stored.id }, actor, at).map(
          showReason,
        ),
        mayReEndorse: whyNot(state, { type: 're-endorse', signOffId: stored.id }, actor, at).map(showReason),
      }),
    ),
  );
}
