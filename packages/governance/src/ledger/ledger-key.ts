import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { keyText, keyTypes, type VerifierKey, verifierKey } from '@countersign/ledger';
import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Keyring } from '../keys/keyring.ts';
import type { Tx } from '../tx.ts';
import { ledgerSha256 } from './ledger-sha256.ts';

const purposeOf = (id: string) => `ledger-key/${id}`;

/** What signs checkpoints: an Ed25519 key (RFC 8032) under the ledger's origin. */
export interface LedgerSigner {
  readonly id: string;
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
}

/** A C2SP verifier key of the ledger under its origin. @throws SyntaxError where the origin has blanks or a plus */
export const ledgerVerifierKey = (origin: string, publicKey: Uint8Array): VerifierKey =>
  verifierKey(origin, keyTypes.note, publicKey, ledgerSha256);

/** Makes and seals a key; the caller has retired the one before. */
export async function insertLedgerKey(
  tx: Pick<Tx, 'query' | 'at'>,
  keyring: Keyring,
  origin: string,
): Promise<{ id: string; vkey: string }> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = uuidv7();
  const { sealed, keyName } = keyring.seal(
    pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
    purposeOf(id),
  );
  const vkey = keyText(ledgerVerifierKey(origin, publicKey));
  await tx.query(
    'INSERT INTO ledger_key (id, name, public_key, sealed_private, sealed_with, made_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, origin, publicKey, sealed, keyName, tx.at],
  );
  return { id, vkey };
}

/** A key by its id, opened. @throws Error where the installation key is not the one that sealed it */
export async function openLedgerKey(
  client: Pick<pg.ClientBase, 'query'>,
  keyring: Keyring,
  id: string,
): Promise<LedgerSigner> {
  const found = await client.query<{
    name: string;
    public_key: Buffer;
    sealed_private: Buffer;
    sealed_with: string;
  }>('SELECT name, public_key, sealed_private, sealed_with FROM ledger_key WHERE id = $1', [id]);
  const row = found.rows[0]!;
  const privateKey = createPrivateKey({
    key: keyring.open(row.sealed_private, row.sealed_with, purposeOf(id)),
    format: 'der',
    type: 'pkcs8',
  });
  return { id, key: ledgerVerifierKey(row.name, row.public_key), privateKey };
}

export const signWith =
  ({ privateKey }: LedgerSigner) =>
  (message: Uint8Array): Uint8Array =>
    sign(null, message, privateKey);
