import { createHash } from 'node:crypto';
import { type House, type KnownPerson, prepared } from '@countersign/governance';
import { type Adapter, Lucia, TimeSpan } from 'lucia';
import { basePathOf, sessionCookieName } from '../base-path.ts';

// Lucia is no longer developed: everything that knows it is in this file.

declare module 'lucia' {
  interface Register {
    Lucia: Lucia;
    DatabaseUserAttributes: { name: string; email: string };
    DatabaseSessionAttributes: { userAgent: string; address: string };
  }
}

/** A session ends after half a day without use, and after a week in any case. */
const idleHours = 12;
const longestMs = 7 * 86_400_000;
/** Pages ask many times a minute; when somebody was last here is kept to the minute. */
const seenEveryMs = 60_000;

export interface FoundSession {
  readonly person: KnownPerson;
  /** Hex SHA-256 of the secret: what is stored, and what grants are bound to. */
  readonly id: string;
  /** A `Set-Cookie` value where the session was prolonged. */
  readonly cookie: string | null;
}

export interface Sessions {
  /** The secret in a `Cookie` header, if there is one. */
  read(cookieHeader: string | undefined): string | null;
  find(secret: string): Promise<FoundSession | null>;
  /** Which of these are still good. Asking is no use of them: none is prolonged. */
  stillOpen(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Starts a session for somebody who has given everything that signing in asks for. */
  start(
    personId: string,
    from: { readonly userAgent: string; readonly address: string },
  ): Promise<{ id: string; secret: string; cookie: string }>;
  /** Ends the session; returns the `Set-Cookie` value that clears it. */
  end(secret: string | null): Promise<string>;
}

export const sessionIdOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Sessions in the table `session`, which never holds what is in the cookie. */
export function createSessions(house: Pick<House, 'pool' | 'clock' | 'url'>): Sessions {
  const lucia = new Lucia(adapterOf(house), {
    sessionExpiresIn: new TimeSpan(idleHours, 'h'),
    sessionCookie: {
      name: sessionCookieName(house.url),
      expires: true,
      attributes: {
        secure: house.url.startsWith('https:'),
        sameSite: 'lax',
        path: basePathOf(house.url) || '/',
      },
    },
    getUserAttributes: ({ name, email }) => ({ name, email }),
  });
  return {
    read: (header) => (header ? lucia.readSessionCookie(header) : null),
    async find(secret) {
      const { session, user } = await lucia.validateSession(secret);
      if (!session) return null;
      const { id, name, email } = user as typeof user & { name: string; email: string };
      return {
        person: { id, name, email },
        id: sessionIdOf(secret),
        cookie: session.fresh ? lucia.createSessionCookie(secret).serialize() : null,
      };
    },
    async stillOpen(ids) {
      const at = house.clock();
      const found = await house.pool.query<{ id: string }>(
        `SELECT s.id FROM session s JOIN person p ON p.id = s.person_id
         WHERE s.id = ANY ($1) AND p.active AND s.expires_at > $2 AND s.created_at > $3`,
        [ids, at, new Date(at.getTime() - longestMs)],
      );
      return new Set(found.rows.map(({ id }) => id));
    },
    async start(personId, { userAgent, address }) {
      const { id: secret } = await lucia.createSession(personId, { userAgent, address });
      return { id: sessionIdOf(secret), secret, cookie: lucia.createSessionCookie(secret).serialize() };
    },
    async end(secret) {
      if (secret) await lucia.invalidateSession(secret);
      return lucia.createBlankSessionCookie().serialize();
    },
  };
}

interface Row {
  person_id: string;
  expires_at: Date;
  user_agent: string;
  address: string;
}

function adapterOf({ pool, clock }: Pick<House, 'pool' | 'clock'>): Adapter {
  const session = (id: string, row: Row) => ({
    id,
    userId: row.person_id,
    expiresAt: row.expires_at,
    attributes: { userAgent: row.user_agent, address: row.address },
  });
  return {
    async getSessionAndUser(secret) {
      const id = sessionIdOf(secret);
      const at = clock();
      const found = await pool.query<Row & { name: string; email: string; last_seen_at: Date | null }>(
        prepared(
          `SELECT s.person_id, s.expires_at, s.user_agent, s.address, s.last_seen_at, p.name, p.email
           FROM session s JOIN person p ON p.id = s.person_id
           WHERE s.id = $1 AND p.active AND s.created_at > $2`,
          [id, new Date(at.getTime() - longestMs)],
        ),
      );
      const row = found.rows[0];
      if (!row) return [null, null];
      if (!row.last_seen_at || row.last_seen_at.getTime() < at.getTime() - seenEveryMs)
        await pool.query('UPDATE session SET last_seen_at = $2 WHERE id = $1', [id, at]);
      return [session(secret, row), { id: row.person_id, attributes: { name: row.name, email: row.email } }];
    },
    async getUserSessions(personId) {
      const found = await pool.query<Row & { id: string }>(
        'SELECT id, person_id, expires_at, user_agent, address FROM session WHERE person_id = $1',
        [personId],
      );
      return found.rows.map((row) => session(row.id, row));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      const at = clock();
      await pool.query(
        `WITH signed_in AS (UPDATE person SET last_sign_in_at = $4 WHERE id = $2)
         INSERT INTO session (id, person_id, expires_at, created_at, last_seen_at, user_agent, address)
         VALUES ($1, $2, $3, $4, $4, $5, $6)`,
        [
          sessionIdOf(id),
          userId,
          expiresAt,
          at,
          attributes.userAgent.slice(0, 300),
          attributes.address.slice(0, 100),
        ],
      );
    },
    async updateSessionExpiration(secret, expiresAt) {
      await pool.query('UPDATE session SET expires_at = $2 WHERE id = $1', [sessionIdOf(secret), expiresAt]);
    },
    async deleteSession(secret) {
      await pool.query('DELETE FROM session WHERE id = $1', [sessionIdOf(secret)]);
    },
    async deleteUserSessions(personId) {
      await pool.query('DELETE FROM session WHERE person_id = $1', [personId]);
    },
    async deleteExpiredSessions() {
      await pool.query('DELETE FROM session WHERE expires_at <= $1 OR created_at <= $2', [
        clock(),
        new Date(clock().getTime() - longestMs),
      ]);
    },
  };
}
