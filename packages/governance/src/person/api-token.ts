import { randomBytes } from 'node:crypto';
import { type CreatedToken, type Receipt, Refusal, type TokenScope } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { briefMemory } from '../brief-memory.ts';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context, House } from '../context.ts';
import { parseInstant } from '../parse-instant.ts';
import { preparing } from '../prepared.ts';
import { sharedReads } from '../shared-read.ts';
import type { KnownPerson } from './sign-in.ts';

export interface CreateApiToken {
  readonly personId: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** RFC 3339; without it the token is valid until it is revoked. */
  readonly expiresAt?: string | undefined;
}

/**
 * A token of one's own: it acts in its person's name, so nobody else may hold one, an administrator neither. Tokens of a
 * service account are made by the person who answers for it, or by an administrator. A token makes no tokens.
 * @throws Refusal FORBIDDEN, or BAD_INPUT for an end that has passed
 */
export async function createApiToken(ctx: Context, input: CreateApiToken): Promise<CreatedToken> {
  const id = uuidv7();
  const scopes = [...new Set(input.scopes)];
  const expiresAt = input.expiresAt === undefined ? null : parseInstant(input.expiresAt, 'expiresAt');
  const secret = `cs_${randomBytes(24).toString('base64url')}`;
  await change(
    ctx,
    async (tx) => {
      await requireHolder(tx, ctx, input.personId);
      if (expiresAt && expiresAt <= tx.at) {
        throw new Refusal('BAD_INPUT', 'The token would have ended already.', { field: 'expiresAt' });
      }
      await tx.query(
        `INSERT INTO api_token (id, person_id, name, secret_hash, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, input.personId, input.name, sha256Hex(secret), scopes, tx.at, expiresAt],
      );
      const data = {
        person: input.personId,
        scopes,
        expiresAt: expiresAt?.toISOString() ?? null,
      };
      return {
        result: undefined,
        events: [
          { event: 'token.created', subject: { kind: 'token', id }, data, records: { name: input.name } },
        ],
      };
    },
    { attempt: { command: 'create-token', subject: { kind: 'person', id: input.personId } } },
  );
  return { id, secret };
}

/** @throws Refusal FORBIDDEN, NOT_FOUND where there is no such open account */
async function requireHolder(tx: Tx, { actor }: Context, personId: string): Promise<void> {
  const own = new Refusal('FORBIDDEN', 'People make tokens of their own, signed in.');
  if (actor.kind === 'person' && actor.via === 'token') throw own;
  const found = await tx.query<{ responsible_id: string | null; active: boolean }>(
    'SELECT responsible_id, active FROM person WHERE id = $1 FOR SHARE',
    [personId],
  );
  const holder = found.rows[0];
  const isTheirs = personId === actor.id || holder?.responsible_id === actor.id;
  if (actor.kind === 'person' && !isTheirs) {
    if (!holder?.responsible_id) throw own;
    await requireRole(tx, actor, null, ['administrator']);
  }
  if (!holder?.active) throw new Refusal('NOT_FOUND', 'There is no such open account.');
}

/** Ends a token at once, on every channel: one's own, that of a service one answers for, or anybody's by an administrator. */
export async function revokeApiToken(ctx: Context, input: { readonly id: string }): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const found = await tx.query<{ person_id: string; responsible_id: string | null }>(
        `SELECT t.person_id, p.responsible_id FROM api_token t JOIN person p ON p.id = t.person_id
         WHERE t.id = $1 AND t.revoked_at IS NULL FOR UPDATE OF t`,
        [input.id],
      );
      const token = found.rows[0];
      if (!token) throw new Refusal('NOT_FOUND', 'There is no such token.');
      if (token.person_id !== ctx.actor.id && token.responsible_id !== ctx.actor.id)
        await requireRole(tx, ctx.actor, null, ['administrator']);
      await tx.query('UPDATE api_token SET revoked_at = $2 WHERE id = $1', [input.id, tx.at]);
      return {
        result: undefined,
        events: [
          {
            event: 'token.revoked',
            subject: { kind: 'token', id: input.id },
            data: { person: token.person_id },
          },
        ],
      };
    },
    { attempt: { command: 'revoke-token', subject: { kind: 'token', id: input.id } } },
  );
  return receipt;
}

const usedEveryMs = 60_000;

/**
 * Who holds a token and what for; null where it is unknown, expired, revoked, or its person's account is closed. A
 * `brief` answer may miss what another server has changed within the last quarter of a second.
 */
export async function findApiToken(
  house: House,
  secret: string,
  { brief = false }: { readonly brief?: boolean } = {},
): Promise<FoundToken | null> {
  const hash = sha256Hex(secret);
  const found = await (brief ? remembered : tokens)(house.pool, hash, () => readToken(house, hash));
  return found?.expiresAt && found.expiresAt <= house.clock() ? null : found;
}

interface FoundToken {
  readonly person: KnownPerson;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}
const tokens = sharedReads<FoundToken | null>();
const remembered = briefMemory<FoundToken | null>();

async function readToken(house: House, hash: string): Promise<FoundToken | null> {
  const at = house.clock();
  const found = await preparing(house.pool).query<
    KnownPerson & { token_id: string; scopes: string[]; last_used_at: Date | null; expires_at: Date | null }
  >(
    `SELECT p.id, p.name, p.email, p.responsible_id AS "responsibleId", t.id AS token_id, t.scopes, t.last_used_at, t.expires_at
     FROM api_token t JOIN person p ON p.id = t.person_id
     WHERE t.secret_hash = $1 AND p.active AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2)`,
    [hash, at],
  );
  const token = found.rows[0];
  if (!token) return null;
  if (!token.last_used_at || token.last_used_at.getTime() < at.getTime() - usedEveryMs) {
    await house.pool.query('UPDATE api_token SET last_used_at = $2 WHERE id = $1', [token.token_id, at]);
  }
  const { id, name, email, responsibleId } = token;
  return { person: { id, name, email, responsibleId }, scopes: token.scopes, expiresAt: token.expires_at };
}
