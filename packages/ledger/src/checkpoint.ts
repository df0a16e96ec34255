import { concat, fromBase64, hashBytes, toBase64 } from './bytes.ts';
import {
  type Ed25519Sign,
  type Ed25519Verify,
  isBy,
  type Note,
  type NoteSignature,
  type VerifierKey,
} from './note.ts';

/** C2SP tlog-checkpoint: what the ledger was at a moment. Lines of extension are never written, and refused. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** From the text of a note, its signatures unlooked at. @throws SyntaxError where it is no checkpoint */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin, digits, coded] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/.exec(text) ?? [];
  const size = Number(digits);
  if (!origin || !coded || !Number.isSafeInteger(size)) throw new SyntaxError('not a checkpoint');
  const root = fromBase64(coded);
  if (root.length !== hashBytes) throw new SyntaxError('the root of a checkpoint has 32 bytes');
  return { origin, size, root };
}

const utf8 = new TextEncoder();
const cosigned = (text: string, seconds: number): Uint8Array =>
  utf8.encode(`cosignature/v1\ntime ${seconds}\n${text}`);

/** C2SP tlog-cosignature: a witness says that it saw this checkpoint, at a POSIX time in seconds. */
export async function cosign(
  text: string,
  key: VerifierKey,
  seconds: number,
  sign: Ed25519Sign,
): Promise<NoteSignature> {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return { name: key.name, id: key.id, bytes: concat([time, await sign(cosigned(text, seconds))]) };
}

/** When this witness cosigned, as a POSIX time in seconds; null where it did not, or its cosignature does not hold. */
export async function cosignedAt(
  note: Note,
  key: VerifierKey,
  verify: Ed25519Verify,
): Promise<number | null> {
  for (const { bytes } of note.signatures.filter((signature) => isBy(signature, key))) {
    if (bytes.length !== 72) return null;
    const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    if (!Number.isSafeInteger(seconds)) return null;
    if (await verify(key.publicKey, cosigned(note.text, seconds), bytes.subarray(8))) return seconds;
    return null;
  }
  return null;
}
