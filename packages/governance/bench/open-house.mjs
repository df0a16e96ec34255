import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, findUnreachableFolder, migrate, startEmbeddedPostgres } from '@countersign/database';
import { createScorer } from '@countersign/scoring';
import { runMigrations } from 'graphile-worker';
import * as governance from '../dist/index.js';

const log = { info: () => {}, warn: () => {}, error: (facts, message) => console.error(message, facts) };

/** A process of an installation that is there already. */
export async function joinHouse({ url, folder }) {
  const database = createDatabase(url, { poolSize: 20 });
  const clock = () => new Date();
  const keyring = await governance.openInstallationKey(join(folder, 'installation.key'));
  const sequencer = new governance.Sequencer({
    connectionString: url,
    pool: database.pool,
    clock,
    log,
    keyring,
  }).start();
  const scorer = createScorer({ children: 1 });
  const house = {
    db: database.prisma,
    pool: database.pool,
    clock,
    log,
    blobs: await governance.openBlobStore(join(folder, 'blobs')),
    keyring,
    scorer,
    trialScorer: scorer,
    sequencer,
    url: 'http://localhost:4600',
  };
  return {
    house,
    async close() {
      await sequencer.stop();
      await scorer.close();
      await database.close();
    },
  };
}

/** An installation on a PostgreSQL of its own, as durable as a real one, with one model and one developer. */
export async function openHouse() {
  const place = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => !findUnreachableFolder(folder)) ?? tmpdir();
  const folder = mkdtempSync(join(place, 'countersign-bench-'));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({ dataDirectory: folder });
  await migrate(server.ownerUrl);
  await runMigrations({ connectionString: server.ownerUrl });
  const { house, close } = await joinHouse({ url: server.ownerUrl, folder });
  await governance.prepareInstallation(house);
  const system = { ...house, actor: governance.systemActor('bench') };
  const { result: id } = await governance.change(system, async (tx) => {
    const person = await governance.insertPerson(tx, system, {
      name: 'Dev',
      email: 'dev@example.com',
      passwordHash: null,
    });
    const granted = [];
    for (const role of ['developer', 'compliance'])
      granted.push(await governance.insertRole(tx, { personId: person.id, role, modelId: null, by: null }));
    return { result: person.id, events: [person.event, ...granted] };
  });
  const actor = {
    kind: 'person',
    id,
    name: 'Dev',
    email: 'dev@example.com',
    via: 'session',
    sessionId: null,
    scopes: [],
  };
  return {
    ...house,
    system,
    developer: { ...house, actor },
    /** For another process of the same installation. */
    place: { url: server.ownerUrl, folder },
    async close() {
      await close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const fixture = (example, name) => new URL(`../../scoring/test/fixtures/${example}/${name}`, import.meta.url);
export const readFixture = (example, name) => readFileSync(fixture(example, name));

/** Registers an example's artifact and schema, and its model with the first of them. */
export async function registerExample(house, example, model, label, decision) {
  const known = await house.db.model.findUnique({ where: { key: model } });
  if (!known)
    await governance.createModel(house.system, { key: model, name: model, purpose: 'bench', tier: 'low' });
  const files = [];
  for (const [path, kind, name] of [
    ['model.onnx', 'artifact', 'model.onnx'],
    ['schema.json', 'schema', 'schema.json.txt'],
  ]) {
    const bytes = readFixture(example, name);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await governance.storeUpload(house.developer, { digest: sha256, stream: [bytes] });
    files.push({ path, kind, sha256, size: bytes.length });
  }
  return governance.registerVersion(house.developer, {
    model,
    version: label,
    description: 'bench',
    authors: [],
    files,
    parameters: {},
    metrics: [],
    datasets: [],
    buildEnvironment: {},
    releaseNotes: '',
    ...(decision && { decision }),
  });
}
