import type pg from 'pg';
import type { House } from '../context.ts';
import { type LiveEntry, readEntriesAfter } from './live-entry.ts';

/** More new entries than these at once are not told one by one. */
const mostAtOnce = 200;
/** Between two looks, so that a busy ledger is looked at four times a second and not at each batch. */
const lookEveryMs = 250;
const retryMs = 1_000;

export interface LiveListener {
  /** What was numbered since the last time; null: more than is told one by one. Awaited before the next look. */
  recorded(entries: readonly LiveEntry[] | null, head: number): Promise<void>;
  /** A session ended, by its id (a digest). */
  sessionEnded(id: string): void;
}

/**
 * Tells what the sequencer has numbered, in whatever process that was. Costs the changes nothing: the sequencer's own
 * transaction carries the notification, and what is new is read here, by number, once for all who listen.
 */
export class LiveFeed {
  #client: pg.PoolClient | undefined;
  #isOpen = false;
  #isLooking = false;
  #again = false;
  #head = -1;
  #starting: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    readonly house: Pick<House, 'pool' | 'log'>,
    readonly listener: LiveListener,
  ) {}

  /** Number of the last entry that was told, or that was there when the feed began; -1 for an empty ledger. */
  get head(): number {
    return this.#head;
  }

  /** Begins with the first call; later ones wait for that. @throws where the database does not answer */
  start(): Promise<void> {
    this.#isOpen = true;
    this.#starting ??= this.#connect().catch((error) => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  stop(): void {
    this.#isOpen = false;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Looks for what is new; several calls while one look runs become one. */
  look(): void {
    if (!this.#isOpen || !this.#client) return;
    this.#again = true;
    if (!this.#isLooking) void this.#lookUntilNothingIsNew();
  }

  async #connect(): Promise<void> {
    const client = await this.house.pool.connect();
    this.#client = client;
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'session_ended') this.listener.sessionEnded(payload ?? '');
      else this.look();
    });
    try {
      await client.query('LISTEN numbered');
      await client.query('LISTEN session_ended');
      if (this.#head >= 0) return this.look();
      const { rows } = await client.query<{ head: string | null }>(
        'SELECT max(number) AS head FROM ledger_number',
      );
      this.#head = Number(rows[0]!.head ?? -1);
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  async #lookUntilNothingIsNew(): Promise<void> {
    this.#isLooking = true;
    try {
      while (this.#again && this.#client) {
        this.#again = false;
        await this.#lookOnce(this.#client);
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs).unref());
      }
    } catch (error) {
      this.house.log.warn({ err: error }, 'the live feed could not read what is new');
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookOnce(client: pg.PoolClient): Promise<void> {
    const found = await readEntriesAfter(client, this.#head, mostAtOnce + 1);
    if (found.length === 0) return;
    if (found.length <= mostAtOnce) {
      this.#head = found.at(-1)!.number;
      return this.listener.recorded(found, this.#head);
    }
    const { rows } = await client.query<{ head: string }>('SELECT max(number) AS head FROM ledger_number');
    this.#head = Number(rows[0]!.head);
    return this.listener.recorded(null, this.#head);
  }

  #lost(client: pg.PoolClient): void {
    if (this.#client !== client) return;
    this.#drop();
    this.#reconnect();
  }

  #reconnect(): void {
    if (!this.#isOpen) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.#connect().catch(() => this.#reconnect());
    }, retryMs).unref();
  }

  /** A connection that listens is of no use to others. */
  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.removeAllListeners('notification');
    client?.release(true);
  }
}
