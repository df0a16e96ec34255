import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { Keyring } from './keyring.ts';

/** A person's Ed25519 key (RFC 8032), its private half sealed by the installation key. */
export interface SigningKey {
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Makes and seals a key for a person who has none; its public half (32 bytes) belongs into the entry, where it enrols the key. */
export async function makeSigningKey(
  tx: Pick<Tx, 'query' | 'at'>,
  keyring: Keyring,
  personId: string,
): Promise<Pick<SigningKey, 'id' | 'publicKey'>> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const { sealed, keyName } = keyring.seal(
    pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
    `signing-key/${personId}`,
  );
  const id = uuidv7();
  await tx.query(
    'INSERT INTO signing_key (id, person_id, public_key, sealed_private, sealed_with, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, personId, publicKey, sealed, keyName, tx.at],
  );
  return { id, publicKey };
}

const opened = new Map<string, SigningKey>();

/** The person's current key, opened. @throws Error where the installation key is not the one that sealed it */
export async function openSigningKey(
  tx: Pick<Tx, 'query'>,
  keyring: Keyring,
  personId: string,
): Promise<SigningKey> {
  const found = await tx.query<{
    id: string;
    public_key: Buffer;
    sealed_private: Buffer;
    sealed_with: string;
  }>(
    'SELECT id, public_key, sealed_private, sealed_with FROM signing_key WHERE person_id = $1 AND retired_at IS NULL',
    [personId],
  );
  const row = found.rows[0];
  if (!row) throw new Error(`the person ${personId} has no signing key`);
  const cached = opened.get(row.id);
  if (cached) return cached;
  const privateKey = createPrivateKey({
    key: keyring.open(row.sealed_private, row.sealed_with, `signing-key/${personId}`),
    format: 'der',
    type: 'pkcs8',
  });
  const key = { id: row.id, publicKey: row.public_key, privateKey };
  if (opened.size >= 1_000) opened.clear();
  opened.set(row.id, key);
  return key;
}

export const signRecord = (key: SigningKey, record: string): Buffer =>
  sign(null, Buffer.from(record), key.privateKey);

/** Whether `signature` (64 bytes) is over exactly this record, by the holder of `publicKey` (32 bytes). */
export function isSignatureValid(record: string, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(record), key, signature);
}
