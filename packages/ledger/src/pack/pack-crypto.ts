import type { Sha256 } from '../bytes.ts';
import type { Ed25519Verify } from '../note.ts';
import type { Crc32 } from './crc32.ts';

/** A SHA-256 that is fed piece by piece. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** A public key as JWK (RFC 7517), of the kinds that passkeys have. */
export type PasskeyKey =
  | { readonly alg: 'ES256'; readonly x: Uint8Array; readonly y: Uint8Array }
  | { readonly alg: 'EdDSA'; readonly x: Uint8Array }
  | { readonly alg: 'RS256'; readonly n: Uint8Array; readonly e: Uint8Array };

/** Cryptography as the platform has it: node:crypto, or libraries in a browser. */
export interface PackCrypto {
  readonly sha256: Sha256;
  readonly createSha256: () => RunningHash;
  readonly crc32: Crc32;
  readonly ed25519Verify: Ed25519Verify;
  /**
   * Whether a passkey signed the message; ES256 signatures are DER, as authenticators make them. Null where the platform
   * cannot check this kind of key.
   */
  readonly passkeyVerify: (
    key: PasskeyKey,
    message: Uint8Array,
    signature: Uint8Array,
  ) => Promise<boolean | null>;
}
