import type { ClaimRequest, RequestClaims } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { preparing } from '../prepared.ts';
import { findRequest } from '../request/find-request.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import { assignerRoles, isAssigner } from './assigner.ts';
import { claimsOf } from './live-claims.ts';

/** Who means to sign a request; none once it has ended. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readClaims(ctx: Context, { requestId }: ClaimRequest): Promise<RequestClaims> {
  const scope = await requireInsight(ctx);
  const request = await findRequest(ctx.pool, requestId);
  requireModelIn(scope, request.model_id);
  const loaded = await loadVersion(preparing(ctx.pool), { id: request.version_id }, 'none');
  const isOpen = request.state === 'open';
  const place = signingPlace(loaded, request, scope.actorOn(request.model_id), ctx.clock().toISOString());
  const gone = showReason({ code: 'REQUEST_NONE' });
  const claims = isOpen ? await claimsOf(ctx, requestId) : [];
  return {
    claims,
    mayClaim: isOpen ? ('reason' in place ? [showReason(place.reason)] : []) : [gone],
    mayAssign: !isOpen
      ? [gone]
      : isAssigner(scope.rolesOn(request.model_id))
        ? []
        : [showReason({ code: 'FORBIDDEN', detail: { roles: assignerRoles } })],
  };
}
