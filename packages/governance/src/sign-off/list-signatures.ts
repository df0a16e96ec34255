import type { SignOffRow } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { isSignedAsShown } from './is-signed-as-shown.ts';
import type { SignOffRecord } from './sign-off-record.ts';
import { type SignOffStored, signOffSelect } from './sign-off-row.ts';

/** Which signatures are meant: those of versions or of people, given before a moment; null narrows nothing. */
export interface SignatureChoice {
  readonly versionIds: readonly string[] | null;
  readonly people: readonly string[] | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** A sign-off as its signed record states it, with the state that it had at the end of the period. */
export interface SignatureManifest {
  readonly id: string;
  readonly record: SignOffRecord;
  readonly recordDigest: string;
  /** Hex SHA-256 of the signature's bytes. */
  readonly signatureDigest: string;
  readonly state: SignOffRow['state'];
  readonly deputyFor: string | null;
  readonly environment: string | null;
  /** Verified now, over the stored record. */
  readonly valid: boolean;
  readonly number: number | null;
}

/** A sign-off's state at `$4`: what its row says if it changed before, else the last change that the ledger has. */
const stateThen = `CASE WHEN s.state_at IS NULL OR $4::timestamptz IS NULL OR s.state_at < $4 THEN s.state ELSE coalesce(
  (SELECT l.body::jsonb #>> '{data,state}' FROM ledger_entry l
   WHERE l.version_id = s.version_id AND l.event = 'version.sign-off-voided' AND l.at < $4
     AND l.body::jsonb #>> '{data,signOff}' = s.id::text ORDER BY l.id DESC LIMIT 1), 'current') END`;

/** In the order in which they were given, at most `limit`. */
export async function listSignatures(
  ctx: Context,
  choice: SignatureChoice,
  limit: number,
): Promise<SignatureManifest[]> {
  const { rows } = await ctx.pool.query<SignOffStored & { state_then: SignOffRow['state'] }>(
    `SELECT q.*, (SELECT ${stateThen} FROM sign_off s WHERE s.id = q.id) AS state_then FROM (${signOffSelect}
     WHERE ($1::uuid[] IS NULL OR s.version_id = ANY ($1)) AND ($2::uuid[] IS NULL OR s.person_id = ANY ($2))
       AND ($3::timestamptz IS NULL OR s.signed_at >= $3) AND ($4::timestamptz IS NULL OR s.signed_at < $4)
     ORDER BY s.signed_at, s.id LIMIT $5) q ORDER BY q.signed_at, q.id`,
    [choice.versionIds, choice.people, choice.from, choice.to, limit],
  );
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      record: JSON.parse(row.record) as SignOffRecord,
      recordDigest: row.record_digest,
      signatureDigest: sha256Hex(row.signature),
      state: row.state_then,
      deputyFor: row.deputy_for_name,
      environment: row.environment,
      valid: await isSignedAsShown(row),
      number: numberOrNull(row.entry_number),
    })),
  );
}
