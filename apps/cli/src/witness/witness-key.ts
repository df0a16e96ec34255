import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Ed25519Sign,
  fromBase64,
  keyTypes,
  toBase64,
  toHex,
  type VerifierKey,
  verifierKey,
} from '@countersign/ledger';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import { nodeCrypto } from '../pack/node-crypto.ts';
import { writeAside } from '../write-aside.ts';

/** A witness as it signs: its verifier key (C2SP signed-note, type 0x04 of tlog-cosignature) and the way to sign. */
export interface WitnessKey {
  readonly key: VerifierKey;
  readonly sign: Ed25519Sign;
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const fileName = 'witness.key';

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });

function witnessKey(name: string, seed: Uint8Array): WitnessKey {
  const privateKey = privateKeyOf(seed);
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    key: verifierKey(name, keyTypes.cosignature, new Uint8Array(publicKey), nodeCrypto.sha256),
    sign: (message) => sign(null, message, privateKey),
  };
}

/** `PRIVATE+KEY+name+id+base64(type, seed)`, as Go's x/mod/sumdb/note writes keys that sign. */
const secretText = ({ key }: WitnessKey, seed: Uint8Array): string =>
  `PRIVATE+KEY+${key.name}+${toHex(key.id)}+${toBase64(Uint8Array.of(key.type, ...seed))}\n`;

function parseSecret(text: string): WitnessKey {
  const [, name, id, coded] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text) ?? [];
  const [type, ...seed] = coded ? fromBase64(coded) : [];
  if (!name || type !== keyTypes.cosignature || seed.length !== 32)
    throw new SyntaxError('not the key of a witness');
  const made = witnessKey(name, Uint8Array.from(seed));
  if (toHex(made.key.id) !== id) throw new SyntaxError('the id of the key is not its own');
  return made;
}

/**
 * The witness's key in its folder, made at the first run under `name`. Only its owner can read the file.
 * @throws CommandFailure where there is none and no name for it, another name, or a file that is no key
 */
export async function openWitnessKey(folder: string, name: string | undefined): Promise<WitnessKey> {
  const file = join(folder, fileName);
  const found = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new CommandFailure(2, `${file} cannot be read: ${error.message}`);
  });
  if (found === null) {
    if (!name)
      throw usageFailure('A witness needs a name once, for its key: --name witness.example.org/countersign.');
    return makeKey(file, name);
  }
  const kept = reading(
    () => parseSecret(found),
    (reason) => new CommandFailure(2, `${file}: ${reason}.`),
  );
  if (name && name !== kept.key.name)
    throw usageFailure(`The key in ${folder} belongs to ${kept.key.name}, not to ${name}.`);
  return kept;
}

async function makeKey(file: string, name: string): Promise<WitnessKey> {
  const seed = randomBytes(32);
  const made = reading(
    () => witnessKey(name, seed),
    (reason) => usageFailure(`--name: ${reason}.`),
  );
  await writeAside(file, secretText(made, seed), { mode: 0o600 });
  return made;
}

function reading<Result>(read: () => Result, failure: (reason: string) => CommandFailure): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) throw failure(error.message);
    throw error;
  }
}
