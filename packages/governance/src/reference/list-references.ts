import type { ReferenceList, ReferenceRow, VersionAddress } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { noSuchVersion } from '../lifecycle/load-version.ts';
import { personJson } from '../person/read-names.ts';
import { whyNotRefer } from './reference-roles.ts';

interface Stored {
  readonly id: string;
  readonly kind: ReferenceRow['kind'];
  readonly value: string;
  readonly link: string | null;
  readonly by: ReferenceRow['by'];
  readonly at: Date;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: ReferenceRow['by'] | null;
  readonly reason: string | null;
}

/** The references of a version, withdrawn ones last. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listReferences(ctx: Context, input: VersionAddress): Promise<ReferenceList> {
  const scope = await requireInsight(ctx);
  const version = await ctx.db.version.findFirst({
    where: { label: input.version, model: { is: { key: input.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw noSuchVersion(input);
  requireModelIn(scope, version.modelId);
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT f.id, f.kind, f.value, f.link, ${personJson('p')} AS by, f.at, f.withdrawn_at,
       ${personJson('w')} AS withdrawn_by, f.reason
     FROM version_reference f LEFT JOIN person p ON p.id = f.person_id LEFT JOIN person w ON w.id = f.withdrawn_by
     WHERE f.version_id = $1 ORDER BY f.withdrawn_at IS NOT NULL, f.id`,
    [version.id],
  );
  return {
    items: rows.map(({ at, withdrawn_at: withdrawnAt, withdrawn_by: by, reason, ...row }) => ({
      ...row,
      at: at.toISOString(),
      withdrawn: withdrawnAt && by ? { by, at: withdrawnAt.toISOString(), reason: reason ?? '' } : null,
    })),
    mayChange: whyNotRefer(scope.rolesOn(version.modelId)),
  };
}
