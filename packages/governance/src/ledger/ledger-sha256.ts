import { createHash } from 'node:crypto';

/** SHA-256 as the ledger's pure functions take it. */
export const ledgerSha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
