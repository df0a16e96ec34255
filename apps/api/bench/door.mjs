import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, migrate, startEmbeddedPostgres } from '@countersign/database';
import { change, openInstallationKey, prepareJobs, Sequencer, systemActor } from '@countersign/governance';
import { load } from './load.mjs';
import { temporaryFolder } from './portal-process.mjs';

const CLIENTS = 64;
const log = { info() {}, warn() {}, error: (facts, message) => console.error(message, facts) };

/** The one door for changes without anything around it, beside a bare transaction of the same statements. */
export async function measureDoor(total, report) {
  const folder = temporaryFolder();
  const server = await startEmbeddedPostgres({ dataDirectory: folder });
  await migrate(server.ownerUrl);
  await prepareJobs(server.ownerUrl);
  const database = createDatabase(server.ownerUrl, { poolSize: 24 });
  const { pool } = database;
  const clock = () => new Date();
  const keyring = await openInstallationKey(join(folder, 'bench.key'));
  const sequencer = new Sequencer({
    connectionString: server.ownerUrl,
    pool,
    clock,
    log,
    keyring,
  }).start();
  const ctx = {
    db: database.prisma,
    pool,
    clock,
    log,
    keyring,
    sequencer,
    actor: systemActor('bench'),
    url: '',
  };
  const write = (query, turn) =>
    query(
      `INSERT INTO installation (name, value) VALUES ($1, to_jsonb($2::int)) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [`bench-${turn % 512}`, turn],
    );

  const bare = async (turn) => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await write((text, values) => client.query(text, values), turn);
    await client.query('INSERT INTO refusal_count (key, entry_at, count) VALUES ($1, $2, 0)', [
      `b-${turn}`,
      clock(),
    ]);
    await client.query('COMMIT');
    client.release();
  };
  const door = (waitMs) => (turn) =>
    change(
      ctx,
      async (tx) => {
        await write((text, values) => tx.query(text, values), turn);
        return {
          result: undefined,
          events: [
            { event: 'installation.set-up', subject: { kind: 'installation', id: 'bench' }, data: { turn } },
          ],
        };
      },
      { waitMs },
    );

  await load(CLIENTS, total / 4, door(0));
  const bareSeen = await load(CLIENTS, total, bare);
  const committed = await load(CLIENTS, total, door(0));
  const numbered = await load(CLIENTS, total, door(5_000));
  report(`bare transaction of two writes, ${CLIENTS} clients`, bareSeen.rate, 'changes/s');
  report(
    `the door alone to commit, ${CLIENTS} clients`,
    committed.rate,
    'changes/s',
    committed.rate / bareSeen.rate,
  );
  report('the door alone to commit, p99', committed.p99, 'ms');
  report(
    `the door alone to its number, ${CLIENTS} clients`,
    numbered.rate,
    'changes/s',
    numbered.rate / bareSeen.rate,
  );
  report('the door alone to its number, p99', numbered.p99, 'ms');
  await sequencer.stop();
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
