import type { EvidenceRow } from '@countersign/contracts';

/** A piece of evidence as it is stored, without its cases. */
export interface EvidenceStored {
  readonly id: string;
  readonly kind: EvidenceRow['kind'];
  readonly name: string;
  readonly result: EvidenceRow['result'];
  readonly basis: EvidenceRow['basis'];
  readonly value: string;
  readonly against: string;
  readonly agreement: EvidenceRow['agreement'];
  readonly digest: string;
  readonly revision: number;
  readonly at: Date;
  readonly current: boolean;
  readonly opened_at: Date | null;
}

/** Columns of `evidence e` with what the reader ($1) opened. */
export const evidenceColumns = `e.id, e.kind, e.name, e.result, e.basis, e.value, e.against, e.digest,
  CASE WHEN e.share IS NOT NULL THEN json_build_object('share', e.share, 'rows', (e.detail->>'total')::int) END AS agreement,
  e.revision, e.at,
  NOT EXISTS (SELECT FROM evidence n WHERE n.version_id = e.version_id AND n.kind = e.kind
    AND n.environment_id IS NOT DISTINCT FROM e.environment_id AND (n.at, n.id) > (e.at, e.id))
    AND (e.kind <> 'claim-check' OR e.revision = (SELECT w.revision FROM version w WHERE w.id = e.version_id)) AS current,
  (SELECT o.at FROM evidence_opened o WHERE o.evidence_id = e.id AND o.person_id = $1) AS opened_at`;

export const toEvidenceRow = ({ at, opened_at, ...row }: EvidenceStored): EvidenceRow => ({
  ...row,
  at: at.toISOString(),
  openedAt: opened_at?.toISOString() ?? null,
});
