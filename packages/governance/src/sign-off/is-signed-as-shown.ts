import { isDeepStrictEqual } from 'node:util';
import { isRecordSigned } from '../signature/is-record-signed.ts';
import type { SignOffRecord } from './sign-off-record.ts';
import type { SignOffStored } from './sign-off-row.ts';

/**
 * Whether the stored signature is by this person's key over the stored record, and the record says what the columns
 * say: a page prints the columns, so a valid signature over something else must not vouch for them.
 */
export async function isSignedAsShown(row: SignOffStored): Promise<boolean> {
  try {
    return saysTheSame(JSON.parse(row.record), row) && (await isRecordSigned(row));
  } catch {
    // A key or a record that cannot be read at all signs nothing.
    return false;
  }
}

const saysTheSame = (record: SignOffRecord, row: SignOffStored): boolean =>
  isDeepStrictEqual(
    [
      record.id,
      record.request,
      record.version.id,
      record.gate,
      record.environment,
      record.signer.id,
      record.signer.role,
      record.signer.deputyFor ?? null,
    ],
    [
      row.id,
      row.request_id,
      row.version_id,
      row.gate,
      row.environment_id,
      row.person_id,
      row.role,
      row.deputy_for,
    ],
  ) &&
  isDeepStrictEqual(
    [record.decision, record.meaning, record.comment, record.revision, record.substance, record.presentation],
    [row.decision, row.meaning, row.comment, row.revision, row.substance, row.presentation],
  ) &&
  isDeepStrictEqual([record.condition ?? null], [row.condition]) &&
  isDeepStrictEqual(
    [record.evidence, record.goal, record.references ?? null, record.assurance, record.key],
    [row.evidence_digests, row.goal_digest, row.references_digest, row.assurance, row.key_id],
  ) &&
  isDeepStrictEqual(
    record.checklist.map(({ question, answer, note }) => [question, answer, note ?? null]),
    row.checklist.map(({ question, answer, note }) => [question, answer, note ?? null]),
  );
