import { isDeepStrictEqual } from 'node:util';
import type { ActSignature } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { isRecordSigned, type KeptSignature, passkeyJoin } from './is-record-signed.ts';

interface Stored extends KeptSignature {
  readonly id: string;
  readonly subject_id: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly role: string;
  readonly deputy_for: string | null;
  readonly deputy_for_name: string | null;
  readonly decision: ActSignature['decision'];
  readonly comment: string;
}

/** The signatures over these acts in the order in which they were given, each verified now. */
export async function readActSignatures(
  ctx: Context,
  subjectIds: readonly string[],
): Promise<(subjectId: string) => ActSignature[]> {
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT s.id, s.subject_id, s.person_id, p.name AS person_name, s.role, s.deputy_for, d.name AS deputy_for_name, s.decision, s.comment,
       s.record, s.record_digest, s.signature, k.public_key, s.assurance, s.assertion, w.public_key AS passkey, s.signed_at
     FROM signature s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN person d ON d.id = s.deputy_for
     LEFT JOIN signing_key k ON k.id = s.key_id AND k.person_id = s.person_id ${passkeyJoin('s')}
     WHERE s.subject_id = ANY ($1::uuid[]) ORDER BY s.signed_at, s.id`,
    [subjectIds],
  );
  const shown = await Promise.all(
    rows.map(async (row) => ({ of: row.subject_id, signature: await show(row) })),
  );
  return (subjectId) => shown.flatMap(({ of, signature }) => (of === subjectId ? [signature] : []));
}

const show = async (row: Stored): Promise<ActSignature> => ({
  person: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  role: row.role,
  deputyFor:
    row.deputy_for === null ? null : { id: row.deputy_for, name: row.deputy_for_name ?? 'Unknown person' },
  decision: row.decision,
  comment: row.comment,
  at: row.signed_at.toISOString(),
  assurance: row.assurance,
  recordDigest: row.record_digest,
  signature: row.signature.toString('base64'),
  signatureValid: await isSignedAsShown(row),
});

/** A page prints the columns, so a valid signature over something else must not vouch for them. */
async function isSignedAsShown(row: Stored): Promise<boolean> {
  try {
    const said = JSON.parse(row.record);
    return (
      isDeepStrictEqual(
        [said.id, said.subject, said.signer.id, said.signer.role, said.signer.deputyFor ?? null],
        [row.id, row.subject_id, row.person_id, row.role, row.deputy_for],
      ) &&
      isDeepStrictEqual(
        [said.decision, said.comment, said.assurance],
        [row.decision, row.comment, row.assurance],
      ) &&
      (await isRecordSigned(row))
    );
  } catch {
    // A key or a record that cannot be read at all signs nothing.
    return false;
  }
}
