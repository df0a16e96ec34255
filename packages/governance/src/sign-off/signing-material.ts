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
  const found = await tx.query<{ id: string; kind: string; name: string; result: string; digest: string }>(
    `SELECT DISTINCT ON (kind, environment_id) id, kind, name, result, digest FROM evidence
     WHERE version_id = $1 ORDER BY kind, environment_id, at DESC, id DESC`,
    [versionId],
  );
  const goal = await tx.query<{ digest: string }>('SELECT digest FROM goal WHERE version_id = $1', [
    versionId,
  ]);
  return {
    evidence: found.rows,
    evidenceDigests: found.rows.map(({ digest }) => digest).sort(),
    goalDigest: goal.rows[0]?.digest ?? null,
  };
}
