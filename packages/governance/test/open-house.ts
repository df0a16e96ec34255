import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import type { Role } from '@countersign/lifecycle';
import { createScorer } from '@countersign/scoring';
import { openBlobStore } from '../src/blob/blob-store.ts';
import { change } from '../src/change.ts';
import { type Actor, type Context, type House, systemActor } from '../src/context.ts';
import { openInstallationKey } from '../src/keys/keyring.ts';
import { Sequencer } from '../src/ledger/sequencer.ts';
import type { Log } from '../src/log.ts';
import { createModel } from '../src/model/create-model.ts';
import { insertPerson } from '../src/person/insert-person.ts';
import { prepareInstallation } from '../src/prepare-installation.ts';
import { insertRole } from '../src/role/insert-role.ts';

export interface TestHouse extends House {
  readonly database: TestDatabase;
  readonly sequencer: Sequencer;
  /** A person with these roles everywhere, acting in a session. */
  person(name: string, ...roles: readonly Role[]): Promise<Context>;
  /** A model under the policy of its tier, made by the system. */
  model(key: string, tier?: 'low' | 'moderate' | 'high'): Promise<string>;
  close(): Promise<void>;
}

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** One process that scores for all houses of a worker, and ends with it: to start one takes longer than most tests. */
const scorer = createScorer({ children: 1 });

/** A whole installation on a database of its own: real PostgreSQL, blobs on disk, the isolated runtime. */
export async function openHouse(from?: TestDatabase): Promise<TestHouse> {
  const database = from ?? (await createTestDatabase());
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-house-'));
  const clock = () => new Date();
  const keyring = await openInstallationKey(path.join(folder, 'installation.key'));
  const sequencer = new Sequencer({
    connectionString: database.url,
    pool: database.pool,
    clock,
    log: silent,
    keyring,
  }).start();
  const house: House = {
    db: database.prisma,
    pool: database.pool,
    clock,
    log: silent,
    blobs: await openBlobStore(path.join(folder, 'blobs')),
    keyring,
    scorer,
    trialScorer: scorer,
    sequencer,
    url: 'http://localhost:4600',
  };
  await prepareInstallation(house);
  const system: Context = { ...house, actor: systemActor('test') };
  const actorOf = (id: string, name: string, email: string): Actor => ({
    kind: 'person',
    id,
    name,
    email,
    via: 'session',
    sessionId: null,
    scopes: [],
  });
  return {
    ...house,
    database,
    sequencer,
    async person(name, ...roles) {
      const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`;
      const { result } = await change(system, async (tx) => {
        const { id, event } = await insertPerson(tx, system, { name, email, passwordHash: null });
        const granted = [];
        for (const role of roles)
          granted.push(await insertRole(tx, { personId: id, role, modelId: null, by: null }));
        return { result: id, events: [event, ...granted] };
      });
      return { ...house, actor: actorOf(result, name, email) };
    },
    model: async (key, tier = 'low') =>
      (await createModel(system, { key, name: key, purpose: 'test', tier })).id,
    async close() {
      await sequencer.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
