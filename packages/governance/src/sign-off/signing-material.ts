import type { AttachmentKind, AttachmentMedia } from '@countersign/contracts';
import { canonicalJson } from '@countersign/ledger';
import type { Gate, ReferenceKind } from '@countersign/lifecycle';
import { sha256Hex, type Tx } from '../change.ts';
import { canonicalGoal } from '../goal/goal-digest.ts';
import { type GoalStored, goalAt } from '../goal/read-goal.ts';

/** What a signature covers beside the dossier: the latest evidence of each kind, and the goal. */
export interface SigningMaterial {
  readonly goal: GoalStored | null;
  /** Sorted. */
  readonly evidenceDigests: string[];
  readonly goalDigest: string | null;
  /** Those that are not withdrawn, in the order of their making. */
  readonly references: {
    readonly id: string;
    readonly kind: ReferenceKind;
    readonly value: string;
    readonly link: string | null;
  }[];
  readonly attachments: {
    readonly id: string;
    readonly kind: AttachmentKind;
    readonly title: string;
    readonly fileName: string;
    readonly mediaType: AttachmentMedia;
    readonly digest: string;
  }[];
  /** Over references and attachments; null where there is none of either. */
  readonly referencesDigest: string | null;
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

/**
 * Hex SHA-256 of the canonical JSON (RFC 8785) of the references and attachments that are not withdrawn, by id; null
 * where there is none. Attachments are left out of it where there are none, as in signatures from before there were any.
 */
const digestOfReferences = ({
  references,
  attachments,
}: Pick<SigningMaterial, 'references' | 'attachments'>): string | null =>
  references.length + attachments.length === 0
    ? null
    : sha256Hex(
        canonicalJson({
          v: 1,
          kind: 'references',
          references: references.map((one) => ({ ...one })),
          ...(attachments.length > 0 ? { attachments: attachments.map((one) => ({ ...one })) } : {}),
        }),
      );

export async function signingMaterial(
  tx: Pick<Tx, 'query'>,
  { versionId, requestId, gate }: SigningPlace,
): Promise<SigningMaterial> {
  const found = await tx.query<Pick<SigningMaterial, 'evidence' | 'goal' | 'references' | 'attachments'>>(
    `SELECT ${goalAt('$1', '$2', '$3')} AS goal,
       (SELECT coalesce(json_agg(f ORDER BY f.id), '[]'::json) FROM (
          SELECT id, kind, value, link FROM version_reference WHERE version_id = $1 AND withdrawn_at IS NULL) f) AS references,
       (SELECT coalesce(json_agg(a ORDER BY a.id), '[]'::json) FROM (
          SELECT id, kind, title, file_name AS "fileName", media_type AS "mediaType", digest FROM attachment
          WHERE version_id = $1 AND withdrawn_at IS NULL) a) AS attachments,
       (SELECT coalesce(json_agg(e), '[]'::json) FROM (
          SELECT DISTINCT ON (kind, environment_id) id, kind, name, result, digest FROM evidence
          WHERE version_id = $1 ORDER BY kind, environment_id, at DESC, id DESC) e) AS evidence`,
    [versionId, requestId, gate],
  );
  const { evidence, goal, references, attachments } = found.rows[0]!;
  return {
    evidence,
    goal,
    evidenceDigests: evidence.map(({ digest }) => digest).sort(),
    goalDigest: goal && canonicalGoal(goal.body).digest,
    references,
    attachments,
    referencesDigest: digestOfReferences({ references, attachments }),
  };
}
