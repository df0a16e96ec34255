import { type AddAttachment, limits, type Receipt, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { holdBlobs } from '../blob/blob-lock.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { attachers } from './attachment-roles.ts';
import { type Inspected, inspectAttachment } from './inspect-attachment.ts';

/**
 * Attaches bytes that this person sent to this version within the last day. A digest alone opens nothing: bytes of
 * another model cannot be attached by whoever knows what they hash to.
 * @throws Refusal NOT_FOUND, FORBIDDEN, UPLOAD_MISSING, BAD_INPUT, TOO_LARGE, CONFLICT where they are attached already
 */
export async function addAttachment(
  ctx: Context,
  input: AddAttachment,
): Promise<{ attachmentId: string; receipt: Receipt }> {
  const { attempt } = await attemptOn(ctx, 'add-attachment', input);
  let seen: Inspected | null = null;
  const { result, receipt } = await change(
    ctx,
    (tx) =>
      attachIn(tx, ctx, input, async ({ id }) => {
        await requireSent(tx, ctx, id, input.digest);
        seen ??= await inspectAttachment(ctx, input);
        return seen;
      }),
    { attempt },
  );
  return { attachmentId: result, receipt };
}

/** The same within a change of somebody else's; `look` says what the bytes are. @throws Refusal as `addAttachment` does */
export async function attachIn(
  tx: Tx,
  ctx: Context,
  input: AddAttachment,
  look: (version: { readonly id: string }) => Promise<Inspected>,
) {
  const loaded = await loadVersion(tx, input);
  await requireRole(tx, ctx.actor, loaded.row.model_id, attachers);
  await holdBlobs(tx);
  const seen = await look(loaded.row);
  await refuseTaken(tx, loaded.row.id, input.digest);
  const id = uuidv7();
  await tx.query(
    `INSERT INTO attachment (id, version_id, kind, title, file_name, media_type, bytes, digest, figures, person_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      loaded.row.id,
      input.kind,
      input.title,
      input.fileName,
      seen.mediaType,
      seen.bytes,
      input.digest,
      JSON.stringify(seen.figures),
      ctx.actor.id,
      tx.at,
    ],
  );
  const events = await moveVersion(tx, loaded, null, [
    {
      event: 'version.attachment-added',
      data: { attachment: id, kind: input.kind, digest: input.digest, bytes: seen.bytes },
      records: { title: input.title, fileName: input.fileName },
    },
  ]);
  return { result: id, events };
}

async function requireSent(tx: Tx, ctx: Context, versionId: string, digest: string): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT FROM attachment_upload u JOIN blob b ON b.digest = u.digest
     WHERE u.version_id = $1 AND u.digest = $2 AND u.person_id = $3`,
    [versionId, digest, ctx.actor.id],
  );
  if (rowCount === 0)
    throw new Refusal('UPLOAD_MISSING', 'Upload the file to this version first, then attach it.', {
      missing: [digest],
    });
}

async function refuseTaken(tx: Tx, versionId: string, digest: string): Promise<void> {
  const { rows } = await tx.query<{ all: number; same: string | null }>(
    `SELECT count(*)::int AS all, min(title) FILTER (WHERE digest = $2 AND withdrawn_at IS NULL) AS same
     FROM attachment WHERE version_id = $1`,
    [versionId, digest],
  );
  const { all, same } = rows[0]!;
  if (same !== null)
    throw new Refusal('CONFLICT', `The same file is attached to this version already: ${same}.`, { digest });
  if (all >= limits.attachments)
    throw new Refusal('BAD_INPUT', `A version has at most ${limits.attachments} attachments.`, {
      most: limits.attachments,
    });
}
