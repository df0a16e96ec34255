import type pg from 'pg';
import type { House } from './context.ts';

/** First half of the advisory locks; the second is made of a worker's id. */
const presence = 0x776f_726b;
const lookMs = 30_000;
const retryMs = 2_000;

/**
 * Tells that workers are alive, and takes jobs from those that are not: the queue itself leaves the jobs of a process that was
 * killed locked for four hours. Each worker has a session lock, which PostgreSQL releases with the connection; whoever can
 * take another worker's lock knows that it is gone, and unlocks its jobs. They are done again, as every job may be.
 */
export class WorkerPresence {
  readonly #ids = new Set<string>();
  /** Of these our connection has the lock. */
  #told = new Set<string>();
  #client: pg.PoolClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isOpen = true;

  constructor(readonly house: Pick<House, 'pool' | 'log'>) {}

  /** From now on, until `stop`, this worker counts as alive. */
  add(workerId: string): void {
    this.#ids.add(workerId);
    this.#lookIn(0);
  }

  /** It has stopped: what it left locked is for whoever is alive, this process among them. */
  remove(workerId: string): void {
    this.#ids.delete(workerId);
    // One connection has all locks, and one of another worker would not be free for itself: all are taken anew.
    if (this.#told.has(workerId)) this.#drop();
    this.#lookIn(retryMs);
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    await this.#looking;
    this.#drop();
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOpen) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, ms).unref();
  }

  async #look(): Promise<void> {
    if (!this.#isOpen) return;
    try {
      const client = await this.#connected();
      for (const id of this.#ids) {
        if (this.#told.has(id)) continue;
        await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [presence, id]);
        this.#told.add(id);
      }
      await this.#unlockJobsOfTheGone(client);
      this.#lookIn(lookMs);
    } catch (error) {
      this.house.log.warn({ err: error }, 'the queue could not be looked over; it is tried again');
      this.#drop();
      this.#lookIn(retryMs);
    }
  }

  /** A worker has its lock long before a job of its own is half a minute old. */
  async #unlockJobsOfTheGone(client: pg.PoolClient): Promise<void> {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT locked_by AS id FROM graphile_worker._private_jobs
       WHERE locked_at < clock_timestamp() - interval '30 seconds' AND NOT locked_by = ANY ($1)`,
      [[...this.#ids]],
    );
    for (const { id } of rows) {
      const taken = await client.query<{ free: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS free',
        [presence, id],
      );
      if (!taken.rows[0]!.free) continue;
      await client.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [[id]]);
      await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [presence, id]);
      this.house.log.warn({ workerId: id }, 'a worker is gone; its jobs are done again');
    }
  }

  async #connected(): Promise<pg.PoolClient> {
    if (this.#client) return this.#client;
    const client = await this.house.pool.connect();
    this.#client = client;
    const lost = () => {
      if (this.#client !== client) return;
      this.#drop();
      this.#lookIn(retryMs);
    };
    client.on('error', lost);
    client.on('end', lost);
    return client;
  }

  /** A connection that has locks is of no use to others. */
  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    this.#told = new Set();
    client?.release(true);
  }
}
