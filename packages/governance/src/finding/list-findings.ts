import type { FindingFilter, FindingPage, FindingRow } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';
import { whyNotAnswer, whyNotRecord } from './finding-roles.ts';

const byNumber = keyset('findings', 'integer');

interface Stored {
  readonly id: string;
  readonly number: number;
  readonly version: string;
  readonly title: string;
  readonly text: string;
  readonly severity: FindingRow['severity'];
  readonly owner: FindingRow['owner'];
  readonly due_at: Date;
  readonly state: FindingRow['state'];
  readonly by: FindingRow['by'];
  readonly at: Date;
  readonly answered_by: FindingRow['owner'] | null;
  readonly state_at: Date | null;
  readonly comment: string;
  readonly evidence: { id: string; name: string } | null;
  readonly authors: string[];
}

/** Findings of a model or of one version, the newest first. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listFindings(ctx: Context, input: FindingFilter): Promise<FindingPage> {
  const limit = limitOf(input);
  const [after] = byNumber.decode(input.after);
  const scope = await requireInsight(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const found = await ctx.pool.query<Stored>(
    `SELECT f.id, f.number, v.label AS version, f.title, f.text, f.severity, ${personJson('o')} AS owner, f.due_at, f.state,
       ${personJson('p')} AS by, f.at, ${personJson('h')} AS answered_by, f.state_at, f.comment,
       (SELECT json_build_object('id', e.id, 'name', e.name) FROM evidence e WHERE e.id = f.evidence_id) AS evidence,
       (SELECT coalesce(json_agg(DISTINCT a.person_id), '[]'::json) FROM version_author a
         WHERE a.version_id = f.version_id AND a.person_id IS NOT NULL) AS authors
     FROM finding f JOIN version v ON v.id = f.version_id LEFT JOIN person o ON o.id = f.owner_id
     LEFT JOIN person p ON p.id = f.person_id LEFT JOIN person h ON h.id = f.state_by
     WHERE f.model_id = $1 AND ($2::int IS NULL OR f.number < $2) AND ($3::text IS NULL OR v.label = $3)
       AND ($4::text IS NULL OR f.state = $4)
     ORDER BY f.number DESC LIMIT $5`,
    [modelId, after, input.version ?? null, input.state ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byNumber, ({ number }) => [String(number)]);
  const actor = scope.actorOn(modelId);
  const now = ctx.clock();
  return {
    items: rows.map((row) => ({
      id: row.id,
      name: `F-${row.number}`,
      version: row.version,
      title: row.title,
      text: row.text,
      severity: row.severity,
      owner: row.owner,
      dueAt: row.due_at.toISOString(),
      overdue: row.state === 'open' && row.due_at <= now,
      state: row.state,
      by: row.by,
      at: row.at.toISOString(),
      answered:
        row.answered_by === null || row.state_at === null
          ? null
          : {
              by: row.answered_by,
              at: row.state_at.toISOString(),
              comment: row.comment,
              evidence: row.evidence,
            },
      mayAnswer: whyNotAnswer(actor, { ownerId: row.owner.id, authors: row.authors }),
    })),
    next,
    reasons: whyNotRecord(actor.roles),
  };
}
