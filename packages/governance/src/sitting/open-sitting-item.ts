import { type OpenSittingItem, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { findRequest } from '../request/find-request.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { signingMaterial } from '../sign-off/signing-material.ts';
import { requireSitting } from '../signature/live-sitting.ts';
import { writeOperational } from '../write-operational.ts';

/**
 * Notes what is shown of a request now: that, and nothing that came later, may be signed in the sitting. Opening keeps the
 * sitting alive. @throws Refusal NOT_FOUND, SITTING_REFUSED
 */
export async function openSittingItem(ctx: Context, input: OpenSittingItem): Promise<void> {
  const { id: personId, sessionId } = signerOf(ctx.actor);
  const { sittingId, requestId } = input;
  const { version_id: versionId, gate } = await findRequest(ctx.pool, requestId);
  await writeOperational(ctx, async (tx) => {
    await requireSitting(tx, tx.at, { sittingId, sessionId, personId }, true);
    const { row } = await loadVersion(tx, { id: versionId }, 'none');
    const material = await signingMaterial(tx, { versionId, requestId, gate });
    const noted = await tx.query(
      `UPDATE sitting_item SET opened_at = $3, substance = $4, presentation = $5, evidence_digests = $6, goal_digest = $7, references_digest = $8
       WHERE sitting_id = $1 AND request_id = $2 AND signed_at IS NULL`,
      [
        sittingId,
        requestId,
        tx.at,
        row.substance,
        row.presentation,
        material.evidenceDigests,
        material.goalDigest,
        material.referencesDigest,
      ],
    );
    if (!noted.rowCount) throw new Refusal('NOT_FOUND', 'This request is not waiting in this sitting.');
    await tx.query('UPDATE sitting SET last_at = $2 WHERE id = $1', [sittingId, tx.at]);
  });
}
