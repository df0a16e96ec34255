import { createHash } from 'node:crypto';
import { sha256Hex } from '../change.ts';
import { isSignatureValid } from '../keys/signing-key.ts';
import { type Assertion, isAssertionOver } from '../passkey/verify-assertion.ts';
import { longestAskedMs, passkeyAssurance } from './sign-grant.ts';

/** A kept signature, whatever it is over, with the keys that its person signed with. */
export interface KeptSignature {
  readonly record: string;
  readonly record_digest: string;
  readonly signature: Buffer;
  /** Null where the key is not one of this person's. */
  readonly public_key: Buffer | null;
  readonly assurance: string;
  readonly assertion: Assertion | null;
  /** Null where no passkey signed, or it is not one of this person's. */
  readonly passkey: Buffer | null;
  readonly signed_at: Date;
}

/** SQL of the passkey behind a row's assertion, to be joined as `w`. */
export const passkeyJoin = (alias: string): string =>
  `LEFT JOIN passkey w ON w.id = (${alias}.assertion->>'passkey')::uuid AND w.person_id = ${alias}.person_id`;

/** Whether this person's key signed the record and, where a passkey did, its own signature is over the record's digest. */
export async function isRecordSigned(row: KeptSignature): Promise<boolean> {
  const { record, public_key: key, assurance, assertion, passkey } = row;
  if (key === null || sha256Hex(record) !== row.record_digest) return false;
  if (!isSignatureValid(record, row.signature, key) || !isMomentOf(JSON.parse(record), row)) return false;
  if (assurance !== passkeyAssurance) return true;
  if (!assertion || !passkey) return false;
  return isAssertionOver(assertion, passkey, createHash('sha256').update(record).digest('base64url'));
}

/** A passkey signs a record that was made a little before, while its holder was asked. */
function isMomentOf(
  { at }: { readonly at: string },
  { signed_at: signedAt, assurance }: KeptSignature,
): boolean {
  const earlierMs = signedAt.getTime() - Date.parse(at);
  return assurance === passkeyAssurance ? earlierMs >= 0 && earlierMs <= longestAskedMs : earlierMs === 0;
}
