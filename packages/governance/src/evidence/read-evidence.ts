import { type EvidenceDetail, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { requireReader } from '../person/authority.ts';
import { evidenceColumns, evidenceRow } from './list-evidence.ts';

interface StoredDetail {
  readonly runtime?: Record<string, unknown>;
  readonly durationMs?: number | null;
  readonly cases?: EvidenceDetail['cases'];
  readonly total?: number;
  readonly failed?: number;
}

async function modelOfEvidence(ctx: Context, evidenceId: string): Promise<string> {
  const found = await ctx.pool.query<{ model_id: string }>(
    'SELECT v.model_id FROM evidence e JOIN version v ON v.id = e.version_id WHERE e.id = $1',
    [evidenceId],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such evidence.', { evidenceId });
  return found.rows[0].model_id;
}

/** One piece of evidence with its cases; `onlyFailed` leaves out what passed. */
export async function readEvidence(
  ctx: Context,
  input: { evidenceId: string; onlyFailed?: boolean | undefined },
): Promise<EvidenceDetail> {
  await requireReader(ctx, await modelOfEvidence(ctx, input.evidenceId));
  const found = await ctx.pool.query(`SELECT ${evidenceColumns}, e.detail FROM evidence e WHERE e.id = $2`, [
    ctx.actor.kind === 'person' ? ctx.actor.id : null,
    input.evidenceId,
  ]);
  const { detail, ...row } = found.rows[0] as { detail: StoredDetail } & Parameters<typeof evidenceRow>[0];
  const cases = detail.cases ?? [];
  return {
    row: evidenceRow(row),
    runtime: detail.runtime ?? null,
    durationMs: detail.durationMs ?? null,
    cases: input.onlyFailed ? cases.filter(({ outcome }) => outcome === 'fail') : cases,
    total: detail.total ?? cases.length,
    failed: detail.failed ?? cases.filter(({ outcome }) => outcome === 'fail').length,
  };
}

/** Notes that this person has opened the evidence; the first time counts. */
export async function openEvidence(
  ctx: Context,
  { evidenceId }: { evidenceId: string },
): Promise<{ openedAt: string }> {
  await requireReader(ctx, await modelOfEvidence(ctx, evidenceId));
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people open evidence.');
  const opened = await ctx.pool.query<{ at: Date }>(
    `INSERT INTO evidence_opened (evidence_id, person_id, at) VALUES ($1, $2, $3)
     ON CONFLICT (evidence_id, person_id) DO UPDATE SET at = evidence_opened.at RETURNING at`,
    [evidenceId, ctx.actor.id, ctx.clock()],
  );
  return { openedAt: opened.rows[0]!.at.toISOString() };
}
