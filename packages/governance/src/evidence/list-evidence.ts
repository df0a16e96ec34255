import { type EvidenceList, type EvidenceRow, Refusal, type VersionAddress } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type EvidenceStored, evidenceColumns, toEvidenceRow } from './evidence-row.ts';

/** What was computed or claimed about a version and its latest runs, newest first. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listEvidence(ctx: Context, input: VersionAddress): Promise<EvidenceList> {
  const scope = await requireInsight(ctx);
  const version = await ctx.db.version.findFirst({
    where: { label: input.version, model: { is: { key: input.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw new Refusal('NOT_FOUND', 'There is no such version.', { ...input });
  requireModelIn(scope, version.modelId);
  const [evidence, runs] = await Promise.all([
    ctx.pool.query<EvidenceStored>(
      `SELECT ${evidenceColumns} FROM evidence e WHERE e.version_id = $2 ORDER BY e.at DESC, e.id DESC LIMIT 200`,
      [ctx.actor.kind === 'person' ? ctx.actor.id : null, version.id],
    ),
    ctx.db.evidenceRun.findMany({ where: { versionId: version.id }, orderBy: { at: 'desc' }, take: 20 }),
  ]);
  return {
    items: evidence.rows.map(toEvidenceRow),
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
