import type { Tx } from '../change.ts';

/** What a signature covers beside the dossier: the latest evidence of each kind, and the original goal. */
export interface SigningMaterial {
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

export async function signingMaterial(tx: Pick<Tx, 'query'>, versionId: string): Promise<SigningMaterial> {
  const found = await tx.query<{ evidence: SigningMaterial['evidence']; goal_digest: string | null }>(
    `SELECT (SELECT digest FROM goal WHERE version_id = $1) AS goal_digest,
       (SELECT coalesce(json_agg(e), '[]'::json) FROM (
          SELECT DISTINCT ON (kind, environment_id) id, kind, name, result, digest FROM evidence
          WHERE version_id = $1 ORDER BY kind, environment_id, at DESC, id DESC) e) AS evidence`,
    [versionId],
  );
  const { evidence, goal_digest: goalDigest } = found.rows[0]!;
  return { evidence, evidenceDigests: evidence.map(({ digest }) => digest).sort(), goalDigest };
}
