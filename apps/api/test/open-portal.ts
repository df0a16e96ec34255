import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TokenScope, tokenScopes } from '@countersign/contracts';
import { createDatabase } from '@countersign/database';
import { createTestDatabase } from '@countersign/database/testing';
import {
  type Actor,
  type Context,
  change,
  createApiToken,
  type House,
  hashPassword,
  insertPerson,
  insertRole,
  openBlobStore,
  openInstallationKey,
  PublishedMemory,
  prepareInstallation,
  Sequencer,
  systemActor,
} from '@countersign/governance';
import type { Role } from '@countersign/lifecycle';
import { createScorer } from '@countersign/scoring';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import { createServer } from '../src/server.ts';
import type { Settings } from '../src/settings.ts';
import type { Provider } from '../src/sign-on/provider.ts';

export const password = 'correct horse battery';
/** Everybody’s is the same here, and a hash takes its time. */
const hashed = hashPassword(password);

export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly context: Context;
}

export interface Portal {
  readonly app: FastifyInstance;
  readonly house: House;
  /** Moves the clock of the installation. */
  later(ms: number): void;
  person(name: string, ...roles: readonly Role[]): Promise<TestPerson>;
  token(
    person: TestPerson,
    scopes?: readonly TokenScope[],
    expiresAt?: Date,
  ): Promise<{ id: string; secret: string }>;
  /** A tRPC call, with a session's cookie or other headers where they are given. */
  call(
    procedure: string,
    input: unknown,
    credentials?: string | Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  ask(procedure: string, input?: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Signs in and returns the `Cookie` header. */
  signIn(email: string): Promise<string>;
  rest(token: string, options: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export interface PortalOptions {
  readonly url?: string;
  readonly webRoot?: string;
  readonly access?: House['access'];
  readonly provider?: Provider;
  readonly heartbeatMs?: number;
  readonly trustProxy?: Settings['trustProxy'];
  /** Lines of the log. */
  readonly logged?: string[];
  /** A database and a data folder that outlive the portal, which remembers there what it publishes. */
  readonly place?: { readonly url: string; readonly folder: string };
}

/** One process that scores for all portals of a worker, and ends with it: to start one takes longer than most tests. */
const scorer = createScorer({ children: 1 });

/** A whole portal on a database of its own. */
export async function openPortal(options: PortalOptions = {}): Promise<Portal> {
  const { place } = options;
  const database = place
    ? { ...createDatabase(place.url, { poolSize: 20 }), url: place.url }
    : await createTestDatabase({ poolSize: 20 });
  const folder = place?.folder ?? (await mkdtemp(join(tmpdir(), 'countersign-portal-')));
  let aheadMs = 0;
  const clock = () => new Date(Date.now() + aheadMs);
  const logger = options.logged
    ? pino({ level: 'info', base: null }, { write: (line: string) => void options.logged?.push(line) })
    : pino({ level: 'silent' });
  const keyring = await openInstallationKey(join(folder, 'installation.key'));
  const { pool } = database;
  const published = place && new PublishedMemory({ file: join(folder, 'published'), pool, log: logger });
  const sequencer = new Sequencer({
    connectionString: database.url,
    pool,
    clock,
    log: logger,
    keyring,
    ...(published && { published }),
  }).start();
  const house: House = {
    db: database.prisma,
    pool,
    clock,
    log: logger,
    blobs: await openBlobStore(join(folder, 'blobs')),
    keyring,
    scorer,
    trialScorer: scorer,
    sequencer,
    ...(published && { published }),
    url: options.url ?? 'http://localhost:4600',
    ...(options.access && { access: options.access }),
  };
  await prepareInstallation(house);
  const app = await createServer({
    house,
    logger,
    trustProxy: options.trustProxy ?? false,
    provider: options.provider ?? null,
    webRoot: options.webRoot ?? join(folder, 'web'),
    ...(options.heartbeatMs && { heartbeatMs: options.heartbeatMs }),
  });
  const passwordHash = await hashed;
  const system: Context = { ...house, actor: systemActor('test') };

  const portal: Portal = {
    app,
    house,
    later: (ms) => {
      aheadMs += ms;
    },
    async person(name, ...roles) {
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`;
      const { result: id } = await change(system, async (tx) => {
        const inserted = await insertPerson(tx, system, { name, email, passwordHash });
        const granted = [];
        for (const role of roles)
          granted.push(await insertRole(tx, { personId: inserted.id, role, modelId: null, by: null }));
        return { result: inserted.id, events: [inserted.event, ...granted] };
      });
      const actor: Actor = { kind: 'person', id, name, email, via: 'session', sessionId: null, scopes: [] };
      return { id, email, context: { ...house, actor } };
    },
    token: ({ id, context }, scopes = tokenScopes, expiresAt) =>
      createApiToken(context, { personId: id, name: 'test', scopes, expiresAt: expiresAt?.toISOString() }),
    call: (procedure, input, credentials) =>
      app.inject({
        method: 'POST',
        url: `/api/trpc/${procedure}`,
        headers: {
          'x-countersign': '1',
          ...(typeof credentials === 'string' ? { cookie: credentials } : credentials),
        },
        payload: input as object,
      }),
    ask: (procedure, input, headers = {}) =>
      app.inject({
        url: `/api/trpc/${procedure}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
        headers,
      }),
    async signIn(email) {
      const reply = await portal.call('session.signIn', { email, password });
      if (reply.statusCode !== 200) throw new Error(reply.body);
      return String(reply.headers['set-cookie']).split(';', 1)[0]!;
    },
    rest: (token, request) =>
      app.inject({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } }),
    async close() {
      await app.close();
      await sequencer.stop();
      await published?.close();
      await database.close();
      if (!place) await rm(folder, { recursive: true, force: true });
    },
  };
  return portal;
}
