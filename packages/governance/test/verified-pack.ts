import { createPublicKey, verify } from 'node:crypto';
import { openZip, type PackVerdict, parseKey, verifyPack } from '@countersign/ledger';
import type { House } from '../src/context.ts';
import { listLedgerKeys } from '../src/ledger/list-ledger-keys.ts';
import { packCrypto } from '../src/pack/pack-source.ts';

const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const platform = {
  ...packCrypto,
  ed25519Verify: (x: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: url(x) }, format: 'jwk' }),
      signature,
    ),
  passkeyVerify: async () => null,
};

/** Writes a pack and verifies it, as a stranger would who has the ledger's key. */
export async function verifiedPack(
  house: House,
  pack: { write(sink: (bytes: Uint8Array) => Promise<void>): Promise<unknown> },
): Promise<PackVerdict & { readonly bytes: Buffer }> {
  const pieces: Uint8Array[] = [];
  await pack.write(async (piece) => {
    pieces.push(Uint8Array.from(piece));
  });
  const bytes = Buffer.concat(pieces);
  const file = {
    size: bytes.length,
    read: async (at: number, length: number) => bytes.subarray(at, at + length),
  };
  const [key] = await listLedgerKeys(house);
  const given = { keys: [parseKey(key!.verifier, platform.sha256)], witnesses: [], kept: [] };
  const verdict = await verifyPack(async () => openZip(file, platform.crc32), given, platform);
  return { ...verdict, bytes };
}
