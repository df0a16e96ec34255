import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { Keyring } from '../keys/keyring.ts';

/** A subject's key, opened. */
export interface SubjectKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** SQL columns of a run's key, beside `scoring_run r LEFT JOIN subject_key sk ON sk.id = r.subject_key_id`. */
export const subjectKeyColumns =
  'r.subject_key_id, sk.sealed AS key_sealed, sk.sealed_with AS key_sealed_with, sk.erased_at AS subject_erased_at';

export interface SubjectKeyColumns {
  readonly subject_key_id: string | null;
  readonly key_sealed: Buffer | null;
  readonly key_sealed_with: string | null;
  readonly subject_erased_at: Date | null;
}

const purposeOf = (id: string) => `subject-key/${id}`;

/** The key of a row; null where it needs none or the key was destroyed. @throws Error under another installation key */
export const openKeyOf = (keyring: Keyring, row: SubjectKeyColumns): Buffer | null =>
  row.subject_key_id === null || row.key_sealed === null
    ? null
    : keyring.open(row.key_sealed, row.key_sealed_with ?? '', purposeOf(row.subject_key_id));

/**
 * The keys of subjects by the hex of their keyed hashes, held to the end of the transaction; those that have none, or whose
 * key was destroyed, get one. Whoever erases waits for us, and we for them: nothing is sealed under a destroyed key.
 */
export async function holdSubjectKeys(
  tx: Tx,
  keyring: Keyring,
  hashes: readonly Buffer[],
): Promise<ReadonlyMap<string, SubjectKey>> {
  const wanted = [...new Set(hashes.map((hash) => hash.toString('hex')))].sort();
  const keys = new Map<string, SubjectKey>();
  // A key may be made by somebody else between looking and making: then it is there when we look again.
  for (let attempt = 1; keys.size < wanted.length; attempt += 1) {
    if (attempt > 5) throw new Error('keys of subjects come and go while they are looked for');
    const missing = wanted.filter((hash) => !keys.has(hash));
    for (const [hash, key] of await lockKeys(tx, keyring, missing)) keys.set(hash, key);
    await makeKeys(
      tx,
      keyring,
      missing.filter((hash) => !keys.has(hash)),
    );
  }
  return keys;
}

async function lockKeys(
  tx: Tx,
  keyring: Keyring,
  hashes: readonly string[],
): Promise<[string, SubjectKey][]> {
  const { rows } = await tx.query<{ id: string; hash: string; sealed: Buffer; sealed_with: string }>(
    `SELECT id, encode(subject_hash, 'hex') AS hash, sealed, sealed_with FROM subject_key
     WHERE subject_hash = ANY (SELECT decode(h, 'hex') FROM unnest($1::text[]) h) AND erased_at IS NULL ORDER BY subject_hash FOR SHARE`,
    [hashes],
  );
  return rows.map(({ id, hash, sealed, sealed_with }) => [
    hash,
    { id, key: keyring.open(sealed, sealed_with, purposeOf(id)) },
  ]);
}

async function makeKeys(tx: Tx, keyring: Keyring, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  const made = hashes.map((hash) => {
    const id = uuidv7();
    const { sealed, keyName } = keyring.seal(randomBytes(32), purposeOf(id));
    return { id, hash, sealed: sealed.toString('hex'), keyName };
  });
  await tx.query(
    `INSERT INTO subject_key (id, subject_hash, sealed, sealed_with, made_at)
     SELECT id, decode(hash, 'hex'), decode(sealed, 'hex'), key_name, $1
     FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS k (id, hash, sealed, key_name)
     ON CONFLICT (subject_hash) WHERE erased_at IS NULL DO NOTHING`,
    [
      tx.at,
      made.map(({ id }) => id),
      made.map(({ hash }) => hash),
      made.map(({ sealed }) => sealed),
      made.map(({ keyName }) => keyName),
    ],
  );
}
