import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../test/open-house.ts';
import { startWorker } from './worker.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A job that a worker took two minutes ago and has not finished. */
async function takenBy(workerId: string): Promise<void> {
  await house.pool.query("SELECT graphile_worker.add_job('operational.sweep', job_key := $1)", [workerId]);
  await house.pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '2 minutes' WHERE key = $1",
    [workerId],
  );
}
const waiting = async () =>
  (
    await house.pool.query<{ key: string }>('SELECT key FROM graphile_worker._private_jobs ORDER BY key')
  ).rows.map(({ key }) => key);

it('jobs of a process that was killed are done by the next one, those of a living one are left to it', async () => {
  const living = new pg.Client({ connectionString: house.database.url });
  await living.connect();
  await living.query("SELECT pg_advisory_lock($1, hashtext('worker-living'))", [0x776f_726b]);
  for (const id of ['worker-killed', 'worker-living']) await takenBy(id);
  const worker = await startWorker(house);
  await expect.poll(waiting, { timeout: 20_000 }).toEqual(['worker-living']);
  await living.end();
  await worker.stop();
  const next = await startWorker(house);
  await expect.poll(waiting, { timeout: 20_000 }).toEqual([]);
  await next.stop();
});
