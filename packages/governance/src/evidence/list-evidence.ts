import { type EvidenceList, type EvidenceRow, Refusal, type VersionAddress } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { requireReader } from '../person/authority.ts';

interface Row {
  readonly id: string;
  readonly kind: EvidenceRow['kind'];
  readonly name: string;
  readonly result: EvidenceRow['result'];
  readonly basis: EvidenceRow['basis'];
  readonly value: string;
  readonly against: string;
  readonly digest: string;
  readonly revision: number;
  readonly at: Date;
  readonly current: boolean;
  readonly opened_at: Date | null;
}

/** Columns of `evidence e` with what the reader ($1) opened. */
export const evidenceColumns = `e.id, e.kind, e.name, e.result, e.basis, e.value, e.against, e.digest, e.revision, e.at,
  NOT EXISTS (SELECT FROM evidence n WHERE n.version_id = e.version_id AND n.kind = e.kind
    AND n.environment_id IS NOT DISTINCT FROM e.environment_id AND (n.at, n.id) > (e.at, e.id)) AS current,
  (SELECT o.at FROM evidence_opened o WHERE o.evidence_id = e.id AND o.person_id = $1) AS opened_at`;

export const evidenceRow = ({ at, opened_at, ...row }: Row): EvidenceRow => ({
  ...row,
  at: at.toISOString(),
  openedAt: opened_at?.toISOString() ?? null,
});

/** Everything that was computed or claimed about a version, newest first, and the runs of today. */
export async function listEvidence(ctx: Context, input: VersionAddress): Promise<EvidenceList> {
  const version = await ctx.db.version.findFirst({
    where: { label: input.version, model: { is: { key: input.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw new Refusal('NOT_FOUND', 'There is no such version.', { ...input });
  await requireReader(ctx, version.modelId);
  const [evidence, runs] = await Promise.all([
    ctx.pool.query<Row>(
      `SELECT ${evidenceColumns} FROM evidence e WHERE e.version_id = $2 ORDER BY e.at DESC, e.id DESC LIMIT 200`,
      [ctx.actor.kind === 'person' ? ctx.actor.id : null, version.id],
    ),
    ctx.db.evidenceRun.findMany({ where: { versionId: version.id }, orderBy: { at: 'desc' }, take: 20 }),
  ]);
  return {
    items: evidence.rows.map(evidenceRow),
    runs: runs.map(({ id, kind, state, done, total, error, at }) => ({
      id,
      kind: kind as EvidenceRow['kind'],
      state: state as EvidenceList['runs'][number]['state'],
      done,
      total,
      error,
      at: at.toISOString(),
    })),
  };
}
