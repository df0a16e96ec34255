import { concat, fromBase64, toBase64, toHex } from './bytes.ts';
import { type Ed25519Sign, type Ed25519Verify, keyTypes, type VerifierKey } from './note.ts';

/**
 * DSSE (github.com/secure-systems-lab/dsse, version 1): a payload of a named type and signatures over both. What is signed
 * begins with `DSSEv1`, so that a signature over an envelope is never one over a checkpoint of the same key.
 */
export interface Envelope {
  readonly payloadType: string;
  /** Base 64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

const utf8 = new TextEncoder();
/** A hostile envelope could have as many as it likes. */
const mostSignatures = 100;

/** PAE(type, body): `DSSEv1`, the length of the type, the type, the length of the body, the body. Lengths are in bytes. */
export function preAuthEncoding(payloadType: string, body: Uint8Array): Uint8Array {
  const type = utf8.encode(payloadType);
  return concat([utf8.encode(`DSSEv1 ${type.length} `), type, utf8.encode(` ${body.length} `), body]);
}

/** What a verifier key is called in an envelope: the name and the id of its verifier key line. A hint and no more. */
export const keyIdOf = ({ name, id }: VerifierKey): string => `${name}+${toHex(id)}`;

/** Signs a text under a type. */
export async function sealEnvelope(
  payloadType: string,
  text: string,
  key: VerifierKey,
  sign: Ed25519Sign,
): Promise<Envelope> {
  const body = utf8.encode(text);
  const sig = await sign(preAuthEncoding(payloadType, body));
  return {
    payloadType,
    payload: toBase64(body),
    signatures: [{ keyid: keyIdOf(key), sig: toBase64(sig) }],
  };
}

/** An envelope as JSON, its signatures unlooked at. @throws SyntaxError where it is none */
export function parseEnvelope(text: string): Envelope {
  const value = JSON.parse(text) as Partial<Envelope> | null;
  const isEnvelope =
    typeof value?.payloadType === 'string' &&
    typeof value.payload === 'string' &&
    Array.isArray(value.signatures) &&
    value.signatures.length <= mostSignatures &&
    value.signatures.every((one) => typeof one?.keyid === 'string' && typeof one.sig === 'string');
  if (!isEnvelope) throw new SyntaxError('not a DSSE envelope');
  return value as Envelope;
}

/**
 * What an envelope says, once one of these keys has signed it; null where none has. Which key is tried follows from the
 * keys alone, whatever the envelope calls them.
 * @throws SyntaxError where payload or signature are not Base 64 in its only spelling, or the payload is no UTF-8
 */
export async function openEnvelope(
  { payloadType, payload, signatures }: Envelope,
  keys: readonly VerifierKey[],
  verify: Ed25519Verify,
): Promise<{ readonly payloadType: string; readonly text: string; readonly key: VerifierKey } | null> {
  const body = fromBase64(payload);
  const message = preAuthEncoding(payloadType, body);
  for (const { sig } of signatures) {
    const bytes = fromBase64(sig);
    if (bytes.length !== 64) continue;
    for (const key of keys.filter(({ type }) => type === keyTypes.note))
      if (await verify(key.publicKey, message, bytes))
        return { payloadType, text: new TextDecoder('utf-8', { fatal: true }).decode(body), key };
  }
  return null;
}
