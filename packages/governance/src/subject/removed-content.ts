import { hash } from 'node:crypto';
import { type JsonValue, rfc8785 } from '@countersign/ledger';
import { isSealedJson } from './subject-content.ts';

/** What stays of JSON whose content was removed under a retention class: the digest that was sealed into the ledger. */
export interface RemovedJson {
  /** The batch that removed it. */
  readonly removed: string;
  /** Hex SHA-256 of the canonical form, with salt before it where `salted`. */
  readonly digest: string;
  readonly salted: boolean;
}

export const isRemovedJson = (value: unknown): value is RemovedJson =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as RemovedJson).removed === 'string' &&
  typeof (value as RemovedJson).digest === 'string';

/** What is left of JSON text once its content is gone. */
export function removedJson(batch: string, json: string): RemovedJson {
  const value: unknown = JSON.parse(json);
  if (isSealedJson(value)) return { removed: batch, digest: value.digest, salted: true };
  return { removed: batch, digest: hash('sha256', rfc8785(value as JsonValue)), salted: false };
}
