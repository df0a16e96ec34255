import { limits, type VersionAddress } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import { takeIn } from '../blob/store-upload.ts';
import type { Context } from '../context.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { attachers } from './attachment-roles.ts';

/**
 * Takes in bytes for a version, to be attached to it by their digest within a day; otherwise they are swept. What they
 * are is looked at when they are attached. @throws Refusal NOT_FOUND, FORBIDDEN, TOO_LARGE
 */
export async function uploadAttachment(
  ctx: Context,
  address: VersionAddress,
  stream: AsyncIterable<Uint8Array>,
): Promise<{ digest: string; bytes: number }> {
  requireScope(ctx.actor, 'register');
  const { id, attempt } = await attemptOn(ctx, 'add-attachment', address);
  await requireRoleNow(ctx, attempt.modelId, attachers);
  const { digest, size } = await takeIn(ctx, stream, { maxBytes: limits.attachment }, (tx, stored) =>
    tx.query(
      `INSERT INTO attachment_upload (version_id, digest, person_id, at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (version_id, digest, person_id) DO UPDATE SET at = excluded.at`,
      [id, stored, ctx.actor.id, tx.at],
    ),
  );
  return { digest, bytes: size };
}
