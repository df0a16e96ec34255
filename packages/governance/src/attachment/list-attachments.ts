import type { AttachmentFilter, AttachmentPage, AttachmentRow } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { noSuchVersion } from '../lifecycle/load-version.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';
import { whyNotAttach } from './attachment-roles.ts';

const byId = keyset('attachments', 'uuid');

interface Stored extends Omit<AttachmentRow, 'version' | 'at' | 'bytes' | 'withdrawn'> {
  readonly bytes: string;
  readonly at: Date;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: AttachmentRow['by'] | null;
  readonly reason: string | null;
}

/** The attachments of a version, the newest first. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function listAttachments(ctx: Context, input: AttachmentFilter): Promise<AttachmentPage> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  const scope = await requireInsight(ctx);
  const version = await ctx.db.version.findFirst({
    where: { label: input.version, model: { is: { key: input.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw noSuchVersion(input);
  requireModelIn(scope, version.modelId);
  const found = await ctx.pool.query<Stored>(
    `SELECT t.id, t.kind, t.title, t.file_name AS "fileName", t.media_type AS "mediaType", t.bytes, t.digest, t.figures,
       ${personJson('p')} AS by, t.at, t.withdrawn_at, ${personJson('w')} AS withdrawn_by, t.reason
     FROM attachment t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN person w ON w.id = t.withdrawn_by
     WHERE t.version_id = $1 AND ($2::uuid IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3`,
    [version.id, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return {
    items: rows.map(({ bytes, at, withdrawn_at: withdrawnAt, withdrawn_by: by, reason, ...row }) => ({
      ...row,
      version: input.version,
      bytes: Number(bytes),
      at: at.toISOString(),
      withdrawn: withdrawnAt && by ? { by, at: withdrawnAt.toISOString(), reason: reason ?? '' } : null,
    })),
    next,
    mayChange: whyNotAttach(scope.rolesOn(version.modelId)),
  };
}
