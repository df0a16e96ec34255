import { type OpenedLink, type OpenLink, Refusal } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { House } from '../context.ts';
import type { LinkKind } from './offer-link.ts';

export interface FoundLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly person_id: string;
  readonly name: string;
  readonly email: string;
  readonly expires_at: Date;
}

/** @throws Refusal LINK_INVALID, the same for a link that never was, one that was used, and one that is over */
export async function findLink(house: House, secret: string): Promise<FoundLink> {
  const found = await house.pool.query<FoundLink>(
    `SELECT l.id, l.kind, l.person_id, p.name, p.email, l.expires_at
     FROM account_link l JOIN person p ON p.id = l.person_id
     WHERE l.secret_hash = $1 AND l.used_at IS NULL AND l.voided_at IS NULL AND l.expires_at > $2 AND p.active`,
    [sha256Hex(secret), house.clock()],
  );
  const link = found.rows[0];
  if (!link) throw linkInvalid();
  return link;
}

export const linkInvalid = () =>
  new Refusal(
    'LINK_INVALID',
    'This link works no more: it was used, replaced or is over. Ask for a new one.',
  );

/** Whom a link is for, before it is used. Opening uses nothing up: a mail program that looks at links must not. */
export async function openLink(house: House, { secret }: OpenLink): Promise<OpenedLink> {
  const { kind, name, email, expires_at: expiresAt } = await findLink(house, secret);
  return { kind, name, email, expiresAt: expiresAt.toISOString() };
}
