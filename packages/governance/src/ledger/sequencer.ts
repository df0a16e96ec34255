import { EventEmitter, once } from 'node:events';
import type { TileTree } from '@countersign/ledger';
import pg from 'pg';
import type { Keyring } from '../keys/keyring.ts';
import type { Log } from '../log.ts';
import type { PublishedMemory } from './published-memory.ts';
import { CheckpointSigner } from './sign-checkpoint.ts';
import { TreeWriter } from './tree-writer.ts';

/** Advisory lock of the one sequencer of a database. */
const sequencerLock = 0x6c65_6467;
const batchSize = 1_000;
const idleMs = 500;
const retryMs = 1_000;
/** Leaves that a tree which lags behind the numbers takes at once. */
const catchUpSize = 5_000;

interface Mark {
  readonly lastId: bigint;
  /** Transaction number of the batch that made the mark: later than that of whoever took an id up to it. */
  readonly own: bigint;
}

interface Head {
  readonly size: string;
  readonly tree_size: string;
  readonly settled: string;
  readonly xmin: string;
  readonly own: string;
}

interface Leaf {
  readonly leaf: Buffer;
  /** Key of the ledger in force, as of the entries: whoever sees its own entry sees the key. Null before the first. */
  readonly key_id: string | null;
}
const keyInForce = '(SELECT id FROM ledger_key WHERE retired_at IS NULL) AS key_id';

/** The newest checkpoint, with the tree that it is of. */
export interface LatestCheckpoint {
  readonly note: string;
  readonly tree: TileTree;
}

/**
 * Numbers committed entries densely, in the order of their ids, grows the tree by them and signs what it is. Exactly one process leads: it holds an advisory lock
 * and is fenced by the head's epoch, so that a leader that lost its lock without noticing changes nothing. Waiting
 * callers in other processes learn their numbers from the table.
 */
export class Sequencer {
  readonly #numbered = new EventEmitter().setMaxListeners(0);
  /** The latest numbers, for callers that ask a moment after the batch. */
  readonly #recent = new Map<string, number>();
  #running = true;
  #loop: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #woken = false;
  #mark: Mark | undefined;
  #leads = false;
  #telling = false;
  #client: pg.Client | undefined;
  #writer: TreeWriter | undefined;
  #latest: LatestCheckpoint | undefined;
  /** The database lost what was published of it: entries are numbered, and no checkpoint is signed. */
  #isLost = false;
  readonly #signer: CheckpointSigner;

  constructor(
    readonly options: {
      readonly connectionString: string;
      readonly pool: pg.Pool;
      readonly clock: () => Date;
      readonly log: Log;
      readonly keyring: Keyring;
      /** Without it whatever the database has is signed. */
      readonly published?: PublishedMemory;
    },
  ) {
    this.#signer = new CheckpointSigner(options.keyring, options.log);
  }

  start(): this {
    this.#loop = this.#run();
    return this;
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#loop;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** The checkpoint that this process signed last; null in a process that does not lead. */
  get latest(): LatestCheckpoint | null {
    return (this.#leads && this.#latest) || null;
  }

  /**
   * Something was committed: number it now rather than at the next look. A process that does not lead tells the one
   * that does, outside of the change and once for many: a NOTIFY inside would make all commits queue for its lock.
   */
  wake(): void {
    this.#woken = true;
    this.#wake();
    if (this.#leads || this.#telling || !this.#running) return;
    this.#telling = true;
    setTimeout(() => {
      this.#telling = false;
      this.options.pool.query('NOTIFY ledger').catch(() => {
        // The leader looks by itself every half second.
      });
    }, 5).unref();
  }

  /** Number of an entry, or null where it has none within `waitMs`: the change is committed all the same. */
  async numberOf(entryId: string, waitMs: number): Promise<number | null> {
    const recent = this.#recent.get(entryId);
    if (recent !== undefined) return recent;
    const deadline = Date.now() + waitMs;
    if (this.#leads) {
      try {
        const [number] = await once(this.#numbered, entryId, { signal: AbortSignal.timeout(waitMs) });
        return number as number;
      } catch {
        // The leader may have numbered it before we listened, or lost the lead: the table knows.
      }
    }
    do {
      const found = await this.options.pool.query<{ number: string }>(
        'SELECT number FROM ledger_number WHERE entry_id = $1',
        [entryId],
      );
      if (found.rows[0]) return Number(found.rows[0].number);
      if (Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    } while (Date.now() < deadline);
    return null;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      try {
        await this.#lead();
      } catch (error) {
        if (this.#running)
          this.options.log.warn({ err: error }, 'the sequencer lost its connection and tries again');
      } finally {
        this.#leads = false;
        await this.#client?.end().catch(() => {});
        this.#client = undefined;
      }
      if (this.#running) await this.#pause(retryMs);
    }
  }

  async #lead(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.connectionString,
      application_name: 'countersign-sequencer',
      keepAlive: true,
    });
    this.#client = client;
    let lost: Error | undefined;
    client.on('error', (error) => {
      lost = error;
      this.#wake();
    });
    client.on('notification', () => this.wake());
    await client.connect();
    const locked = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      sequencerLock,
    ]);
    if (!locked.rows[0]!.held) return;
    // Whoever takes the lead looks at everything once, so that no entry can stay without a number for long.
    const head = await client.query<{ epoch: string }>(
      `UPDATE ledger_head SET epoch = epoch + 1, settled = least(settled, coalesce(
         (SELECT min(e.id) - 1 FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id)), settled))
       WHERE id = 1 RETURNING epoch`,
    );
    const epoch = head.rows[0]!.epoch;
    this.#isLost = (await this.options.published?.check()) != null;
    if (this.#isLost)
      this.options.log.error(
        {},
        'the database does not continue what was published: no checkpoint is signed',
      );
    await client.query('LISTEN ledger');
    this.#mark = undefined;
    this.#latest = undefined;
    this.#writer = undefined;
    this.#leads = true;
    this.#woken = true;
    while (this.#running && !lost) {
      if (!this.#woken) await this.#pause(idleMs);
      this.#woken = false;
      while (this.#running && !lost && (await this.#batch(client, epoch)) === batchSize);
    }
    if (lost) throw lost;
  }

  /** One transaction: take what has committed, number it, grow the tree, sign, move the head. Returns how many were taken. */
  async #batch(client: pg.Client, epoch: string): Promise<number> {
    const last = await client.query<{ id: string }>(
      'SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS id FROM ledger_entry_id_seq',
    );
    await client.query('BEGIN');
    try {
      const head = await client.query<Head>(
        `SELECT size, tree_size, settled, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, pg_current_xact_id()::text AS own
         FROM ledger_head WHERE id = 1 AND epoch = $1 FOR UPDATE`,
        [epoch],
      );
      const row = head.rows[0];
      if (!row) throw new Error('another sequencer has taken over');
      if (row.tree_size !== row.size) return await this.#catchUp(client, epoch, row);
      // The bound stands twice: the planner does not carry it over, and would look at every number there is.
      const pending = await client.query<Leaf & { id: string }>(
        `SELECT e.id, e.leaf, ${keyInForce} FROM ledger_entry e
         WHERE e.id > $1 AND NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = e.id AND n.entry_id > $1)
         ORDER BY e.id LIMIT ${batchSize}`,
        [row.settled],
      );
      const ids = pending.rows.map((entry) => entry.id);
      const settled = this.#settledAfter(row, last.rows[0]!.id, ids);
      if (ids.length === 0 && settled === row.settled) {
        await client.query('COMMIT');
        return 0;
      }
      let latest = this.#latest;
      if (ids.length > 0) {
        await client.query(
          `INSERT INTO ledger_number (number, entry_id)
           SELECT $1::bigint + position - 1, id FROM unnest($2::bigint[]) WITH ORDINALITY AS e (id, position)`,
          [row.size, ids],
        );
        latest = await this.#grow(client, row, pending.rows);
      }
      // Whoever shows what is new is told here, by the one transaction that numbers for all, and not by each change.
      await client.query(
        `UPDATE ledger_head SET size = size + $1, tree_size = tree_size + $1, settled = $2, at = $3 WHERE id = 1 AND epoch = $4
         RETURNING CASE WHEN $1::bigint > 0 THEN pg_notify('numbered', '') END`,
        [ids.length, settled, this.options.clock(), epoch],
      );
      await client.query('COMMIT');
      this.#publish(latest);
      ids.forEach((id, position) => {
        this.#announce(id, Number(row.size) + position);
      });
      return ids.length;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  /** Takes what was numbered before there was a tree. */
  async #catchUp(client: pg.Client, epoch: string, head: Head): Promise<number> {
    const numbered = await client.query<Leaf>(
      `SELECT e.leaf, ${keyInForce} FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id
       WHERE n.number >= $1 ORDER BY n.number LIMIT ${catchUpSize}`,
      [head.tree_size],
    );
    const latest = await this.#grow(client, head, numbered.rows);
    await client.query('UPDATE ledger_head SET tree_size = tree_size + $1 WHERE id = 1 AND epoch = $2', [
      numbered.rows.length,
      epoch,
    ]);
    await client.query('COMMIT');
    this.#publish(latest);
    return batchSize;
  }

  async #grow(client: pg.Client, head: Head, leaves: readonly Leaf[]): Promise<LatestCheckpoint | undefined> {
    this.#writer ??= await TreeWriter.open(client, this.options.pool, Number(head.tree_size));
    await this.#writer.grow(
      client,
      leaves.map(({ leaf }) => leaf),
    );
    const keyId = leaves[0]?.key_id;
    if (this.#isLost) this.#isLost = (await this.options.published?.check()) != null;
    if (!keyId || this.#isLost) return undefined;
    const tree = this.#writer.tree();
    const signed = await this.#signer.sign(
      client,
      keyId,
      { size: tree.size, root: await tree.root() },
      this.options.clock(),
    );
    return signed ? { note: signed.note, tree } : undefined;
  }

  /** What is committed may leave, and is remembered. */
  #publish(latest: LatestCheckpoint | undefined): void {
    if (latest && latest !== this.#latest) this.options.published?.remember(latest.note);
    this.#latest = latest;
  }

  #announce(entryId: string, number: number): void {
    this.#recent.set(entryId, number);
    if (this.#recent.size > 10 * batchSize) this.#recent.delete(this.#recent.keys().next().value!);
    this.#numbered.emit(entryId, number);
  }

  /**
   * Ids up to a mark are settled once every transaction that could still commit one of them is over: those had their
   * transaction number below the mark's own (a trigger gives it before the id), and the snapshot's xmin has reached it.
   * A full batch took the lowest that wait, so it settles no more than them: otherwise what never pauses would never settle.
   */
  #settledAfter(
    head: { settled: string; xmin: string; own: string },
    lastId: string,
    taken: readonly string[],
  ): string {
    let settled = BigInt(head.settled);
    if (this.#mark && BigInt(head.xmin) >= this.#mark.own) {
      const reached = taken.length === batchSize ? BigInt(taken.at(-1)!) : this.#mark.lastId;
      const until = reached < this.#mark.lastId ? reached : this.#mark.lastId;
      if (until > settled) settled = until;
      if (reached >= this.#mark.lastId) this.#mark = undefined;
    }
    this.#mark ??= { lastId: BigInt(lastId), own: BigInt(head.own) };
    return String(settled);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
