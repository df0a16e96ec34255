import { isDeepStrictEqual } from 'node:util';
import type { ActSignature } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { isSignatureValid } from './signing-key.ts';

interface Stored {
  readonly subject_id: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly role: string;
  readonly decision: ActSignature['decision'];
  readonly comment: string;
  readonly record: string;
  readonly record_digest: string;
  readonly signature: Buffer;
  readonly public_key: Buffer | null;
  readonly assurance: string;
  readonly signed_at: Date;
}

/** The signatures over these acts in the order in which they were given, each verified now. */
export async function readActSignatures(
  ctx: Context,
  subjectIds: readonly string[],
): Promise<(subjectId: string) => ActSignature[]> {
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT s.subject_id, s.person_id, p.name AS person_name, s.role, s.decision, s.comment, s.record, s.record_digest,
       s.signature, k.public_key, s.assurance, s.signed_at
     FROM signature s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN signing_key k ON k.id = s.key_id
     WHERE s.subject_id = ANY ($1::uuid[]) ORDER BY s.signed_at, s.id`,
    [subjectIds],
  );
  return (subjectId) => rows.filter((row) => row.subject_id === subjectId).map(show);
}

const show = (row: Stored): ActSignature => ({
  person: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  role: row.role,
  decision: row.decision,
  comment: row.comment,
  at: row.signed_at.toISOString(),
  assurance: row.assurance,
  recordDigest: row.record_digest,
  signature: row.signature.toString('base64'),
  signatureValid: isSignedAsShown(row),
});

/** A page prints the columns, so a valid signature over something else must not vouch for them. */
function isSignedAsShown(row: Stored): boolean {
  if (row.public_key === null || sha256Hex(row.record) !== row.record_digest) return false;
  try {
    const said = JSON.parse(row.record);
    return (
      isSignatureValid(row.record, row.signature, row.public_key) &&
      isDeepStrictEqual(
        [
          said.subject,
          said.signer.id,
          said.signer.role,
          said.decision,
          said.comment,
          said.assurance,
          said.at,
        ],
        [
          row.subject_id,
          row.person_id,
          row.role,
          row.decision,
          row.comment,
          row.assurance,
          row.signed_at.toISOString(),
        ],
      )
    );
  } catch {
    return false;
  }
}
