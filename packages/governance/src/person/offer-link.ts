import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

export type LinkKind = 'invitation' | 'reset';

const lifetimeMs = 72 * 3_600_000;

export interface NewLink {
  readonly url: string;
  readonly expiresAt: Date;
  readonly event: LedgerEventInput;
}

/**
 * A one-time link with which the person chooses their password: nobody else ever knows one. The link before it works no
 * more. The secret stands behind `#`, which browsers send to no server and write into no log.
 */
export async function offerLink(tx: Tx, ctx: Context, personId: string, kind: LinkKind): Promise<NewLink> {
  const id = uuidv7();
  const secret = randomBytes(24).toString('base64url');
  const expiresAt = new Date(tx.at.getTime() + lifetimeMs);
  await voidLinks(tx, personId);
  await tx.query(
    `INSERT INTO account_link (id, person_id, kind, secret_hash, created_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, personId, kind, sha256Hex(secret), ctx.actor.id, tx.at, expiresAt],
  );
  return {
    url: `${ctx.url}/choose-password#${secret}`,
    expiresAt,
    event: {
      event: 'person.link-offered',
      subject: { kind: 'person', id: personId },
      data: { link: id, kind, expiresAt: expiresAt.toISOString() },
    },
  };
}

/** Links that nobody used work no more. */
export const voidLinks = (tx: Tx, personId: string) =>
  tx.query(
    'UPDATE account_link SET voided_at = $2 WHERE person_id = $1 AND used_at IS NULL AND voided_at IS NULL',
    [personId, tx.at],
  );
