import { type EvidenceDetail, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type EvidenceStored, evidenceColumns, toEvidenceRow } from './evidence-row.ts';
import { requireEvidence } from './require-evidence.ts';

interface StoredDetail {
  readonly runtime?: Record<string, unknown>;
  readonly durationMs?: number | null;
  readonly cases?: EvidenceDetail['cases'];
  readonly total?: number;
  readonly failed?: number;
}

/** One piece of evidence with its cases; `onlyFailed` leaves out what passed. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readEvidence(
  ctx: Context,
  { evidenceId, onlyFailed }: { evidenceId: string; onlyFailed?: boolean | undefined },
): Promise<EvidenceDetail> {
  await requireEvidence(ctx, evidenceId);
  const found = await ctx.pool.query<EvidenceStored & { detail: StoredDetail }>(
    `SELECT ${evidenceColumns}, e.detail FROM evidence e WHERE e.id = $2`,
    [ctx.actor.kind === 'person' ? ctx.actor.id : null, evidenceId],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such evidence.', { evidenceId });
  const { detail, ...stored } = found.rows[0];
  const cases = detail.cases ?? [];
  return {
    row: toEvidenceRow(stored),
    runtime: detail.runtime ?? null,
    durationMs: detail.durationMs ?? null,
    cases: onlyFailed ? cases.filter(({ outcome }) => outcome === 'fail') : cases,
    total: detail.total ?? cases.length,
    failed: detail.failed ?? cases.filter(({ outcome }) => outcome === 'fail').length,
  };
}
