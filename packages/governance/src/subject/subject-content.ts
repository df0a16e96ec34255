import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto';
import { type JsonValue, rfc8785 } from '@countersign/ledger';

const saltBytes = 16;

/** What is sealed of JSON: base64 of nonce, tag and text, and the salted digest of its canonical form. */
export interface SealedJson {
  readonly sealed: string;
  /** Hex SHA-256 of salt and canonical JSON. */
  readonly digest: string;
}

export const isSealedJson = (value: unknown): value is SealedJson =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as SealedJson).sealed === 'string' &&
  typeof (value as SealedJson).digest === 'string';

/**
 * Salt of a content, from the subject's key and the content's place: the digests that stay behind can be computed by
 * whoever holds the key, and guessed by nobody once it is gone.
 */
export const saltOf = (key: Buffer, place: string): Buffer =>
  createHmac('sha256', key).update(`salt/${place}`).digest().subarray(0, saltBytes);

/** Hex SHA-256 of salt and bytes. */
export const saltedDigest = (key: Buffer, place: string, bytes: Buffer): string =>
  hash('sha256', Buffer.concat([saltOf(key, place), bytes]));

/** AES-256-GCM, bound to its place: nonce, tag, text. */
export function sealContent(key: Buffer, place: string, bytes: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws Error where the key is another one or the bytes were changed */
export function openContent(key: Buffer, place: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

export function sealJson(key: Buffer, place: string, json: string): SealedJson {
  const bytes = Buffer.from(rfc8785(JSON.parse(json) as JsonValue));
  return {
    sealed: sealContent(key, place, bytes).toString('base64'),
    digest: saltedDigest(key, place, bytes),
  };
}

/** @throws Error as `openContent` does */
export const openJson = (key: Buffer, place: string, { sealed }: SealedJson): unknown =>
  JSON.parse(openContent(key, place, Buffer.from(sealed, 'base64')).toString('utf8'));

/** Where the contents of a run stand, and the decision and the replays of its predictions. */
export const placeOf = {
  inputs: (runId: string) => `run/${runId}/inputs`,
  outputs: (runId: string) => `run/${runId}/outputs`,
  decision: (predictionId: string) => `prediction/${predictionId}/decision`,
  detail: (replayId: string) => `replay/${replayId}/detail`,
};
