import { copyFile, mkdtemp, rm } from 'node:fs/promises';
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

/** What was prepared for the houses of this worker: a database that nobody is connected to, and the key that belongs to it. */
let prepared: Promise<{ readonly url: string; readonly keyFile: string }> | undefined;

async function prepare() {
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-prepared-'));
  const keyFile = path.join(folder, 'installation.key');
  const { house, sequencer } = await furnish(database, folder, keyFile);
  await prepareInstallation(house);
  await sequencer.stop();
  await database.pool.end();
  return { url: database.url, keyFile };
}

/**
 * A whole installation on a database of its own: real PostgreSQL, blobs on disk, the isolated runtime. All of a worker
 * begin as copies of one that was prepared, and so with one key of the ledger; `from` is taken as it is found.
 */
export async function openHouse(from?: TestDatabase): Promise<TestHouse> {
  prepared ??= prepare();
  const { url, keyFile } = await prepared;
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-house-'));
  const ownKey = path.join(folder, 'installation.key');
  if (!from) await copyFile(keyFile, ownKey);
  const database = from ?? (await createTestDatabase({ from: { url } }));
  const { house, sequencer } = await furnish(database, folder, ownKey);
  if (from) await prepareInstallation(house);
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

/** What use cases need over a database, with the sequencer running. */
async function furnish(database: TestDatabase, folder: string, keyFile: string) {
  const clock = () => new Date();
  const keyring = await openInstallationKey(keyFile);
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
  return { house, sequencer };
}
