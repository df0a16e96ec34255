import { concat, fromBase64, isEqual, type Sha256, toBase64, toHex } from './bytes.ts';

/** C2SP signed-note: what kind of signature a key makes. */
export const keyTypes = { note: 1, cosignature: 4 } as const;
export type KeyType = (typeof keyTypes)[keyof typeof keyTypes];

/** A public key under a name, as a verifier key line has it. */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Uint8Array;
  /** Four bytes. */
  readonly id: Uint8Array;
}

/** RFC 8032 over the whole message. A promise where the platform's cryptography is one. */
export type Ed25519Verify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;
export type Ed25519Sign = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export interface NoteSignature {
  readonly name: string;
  readonly id: Uint8Array;
  /** What follows the key's id. */
  readonly bytes: Uint8Array;
}

export interface Note {
  /** With the line feed that ends it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const utf8 = new TextEncoder();
const keyName = /^[^\s\p{Z}+]+$/u;
/** A hostile note could have as many as it likes. */
const mostSignatures = 100;

/** @throws SyntaxError for a name with a blank or a plus, or a key that has not 32 bytes */
export function verifierKey(name: string, type: KeyType, publicKey: Uint8Array, sha256: Sha256): VerifierKey {
  if (!keyName.test(name)) throw new SyntaxError('the name of a key has neither blanks nor a plus');
  if (publicKey.length !== 32) throw new SyntaxError('an Ed25519 key has 32 bytes');
  const id = sha256(concat([utf8.encode(`${name}\n`), Uint8Array.of(type), publicKey])).subarray(0, 4);
  return { name, type, publicKey, id };
}

/** `name+hex(id)+base64(type, key)` */
export const keyText = ({ name, type, publicKey, id }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(concat([Uint8Array.of(type), publicKey]))}`;

/** @throws SyntaxError where it is no verifier key of a kind that is known here, or its id is another key's */
export function parseKey(text: string, sha256: Sha256): VerifierKey {
  const [, name, id, coded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? [];
  if (!name || !coded) throw new SyntaxError('not a verifier key: name+id+key');
  const [type, ...publicKey] = fromBase64(coded);
  if (type !== keyTypes.note && type !== keyTypes.cosignature)
    throw new SyntaxError('a verifier key of another kind than Ed25519');
  const key = verifierKey(name, type, Uint8Array.from(publicKey), sha256);
  if (toHex(key.id) !== id) throw new SyntaxError('the id of the verifier key is not its own');
  return key;
}

const signatureLine = ({ name, id, bytes }: NoteSignature): string =>
  `— ${name} ${toBase64(concat([id, bytes]))}\n`;

export const noteText = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;

/** @throws SyntaxError where it is no signed note */
export function parseNote(note: string): Note {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but the line feed
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new SyntaxError('a note has no control characters');
  const end = note.lastIndexOf('\n\n');
  const lines = end === -1 ? [] : note.slice(end + 2).split('\n');
  if (lines.length < 2 || lines.pop() !== '') throw new SyntaxError('not a signed note');
  if (lines.length > mostSignatures)
    throw new SyntaxError(`a note with more than ${mostSignatures} signatures`);
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [, name, coded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (!name || !coded || !keyName.test(name)) throw new SyntaxError('not the line of a signature');
  const bytes = fromBase64(coded);
  if (bytes.length < 5) throw new SyntaxError('a signature without bytes');
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

export const isBy = (signature: NoteSignature, key: VerifierKey): boolean =>
  signature.name === key.name && isEqual(signature.id, key.id);

/** One signature over the text of a note. */
export async function signNote(text: string, key: VerifierKey, sign: Ed25519Sign): Promise<NoteSignature> {
  return { name: key.name, id: key.id, bytes: await sign(utf8.encode(text)) };
}

/**
 * Whether the note is signed by this key: false where it carries no signature of the key, or one that does not hold.
 * Signatures of keys that are not known are passed over.
 */
export async function isSigned(note: Note, key: VerifierKey, verify: Ed25519Verify): Promise<boolean> {
  const own = note.signatures.filter((signature) => isBy(signature, key));
  const message = utf8.encode(note.text);
  const held = await Promise.all(
    own.map(({ bytes }) => bytes.length === 64 && verify(key.publicKey, message, bytes)),
  );
  return held.length > 0 && held.every((isGood) => isGood);
}
