import type { Gate } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import { canonicalGoal } from '../goal/goal-digest.ts';
import { type GoalStored, goalAt } from '../goal/read-goal.ts';

/** What a signature covers beside the dossier: the latest evidence of each kind, and the goal. */
export interface SigningMaterial {
  readonly goal: GoalStored | null;
  /** Sorted. */
  readonly evidenceDigests: string[];
  readonly goalDigest: string | null;
  readonly evidence: {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly result: string;
    readonly digest: string;
  }[];
}

/** Where a signature is given. */
export interface SigningPlace {
  readonly versionId: string;
  readonly requestId: string;
  readonly gate: Gate;
}

export async function signingMaterial(
  tx: Pick<Tx, 'query'>,
  { versionId, requestId, gate }: SigningPlace,
): Promise<SigningMaterial> {
  const found = await tx.query<{ evidence: SigningMaterial['evidence']; goal: GoalStored | null }>(
    `SELECT ${goalAt('$1', '$2', '$3')} AS goal,
       (SELECT coalesce(json_agg(e), '[]'::json) FROM (
          SELECT DISTINCT ON (kind, environment_id) id, kind, name, result, digest FROM evidence
          WHERE version_id = $1 ORDER BY kind, environment_id, at DESC, id DESC) e) AS evidence`,
    [versionId, requestId, gate],
  );
  const { evidence, goal } = found.rows[0]!;
  return {
    evidence,
    goal,
    evidenceDigests: evidence.map(({ digest }) => digest).sort(),
    goalDigest: goal && canonicalGoal(goal.body).digest,
  };
}
