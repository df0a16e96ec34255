import { applyEntry, type Entry, type LedgerState } from '@countersign/ledger';
import type pg from 'pg';
import type { Context } from '../context.ts';

const entriesAtOnce = 1_000;
const mostLater = 20;

/** Entries to read: a condition over `ledger_entry l`, with parameters from `$2` on. */
export interface Selection {
  readonly where: string;
  readonly values: readonly unknown[];
}

/** The ledger as it was at a moment: up to the entry that the moment is mapped to, and never beyond it. */
export class LedgerReader {
  readonly #later = new Set<number>();

  private constructor(
    readonly client: pg.ClientBase,
    readonly moment: Date,
    /** Null: the ledger began later. */
    readonly last: { readonly number: number; readonly at: Date } | null,
  ) {}

  /**
   * The moment is mapped to the entry with the latest time up to it, and among entries of one time to the one with the
   * highest number. The answer is the state after that entry, in the order of the numbers.
   * @param size only among the first so many entries of the ledger; without it among all that have a number
   */
  static async at<Result>(
    ctx: Pick<Context, 'pool'>,
    moment: Date,
    read: (reader: LedgerReader) => Promise<Result>,
    size: number = Number.MAX_SAFE_INTEGER,
  ): Promise<Result> {
    const client = await ctx.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN READ ONLY');
      const { rows } = await client.query<{ number: string; at: Date }>(
        // Materialized, so that the index of times is taken and never a walk from the end of the ledger.
        `WITH same AS MATERIALIZED (
           SELECT n.number, l.at FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
           WHERE l.at = (SELECT x.at FROM ledger_entry x JOIN ledger_number m ON m.entry_id = x.id
             WHERE x.at <= $1 AND m.number < $2 ORDER BY x.at DESC, x.id DESC LIMIT 1) AND n.number < $2)
         SELECT number, at FROM same ORDER BY number DESC LIMIT 1`,
        [moment, size],
      );
      const [row] = rows;
      return await read(
        new LedgerReader(client, moment, row ? { number: Number(row.number), at: row.at } : null),
      );
    } finally {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      client.release(broken ?? false);
    }
  }

  /** Applies the selected entries up to the moment, in the order of their numbers. */
  async apply(state: LedgerState, { where, values }: Selection): Promise<void> {
    if (!this.last) return;
    await this.client.query(
      `DECLARE entries NO SCROLL CURSOR FOR
       SELECT n.number, l.body FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
       WHERE n.number <= $1 AND ${where} ORDER BY n.number`,
      [this.last.number, ...values],
    );
    for (;;) {
      const { rows } = await this.client.query<{ number: string; body: string }>(
        `FETCH ${entriesAtOnce} FROM entries`,
      );
      for (const row of rows) {
        const entry = JSON.parse(row.body) as Entry;
        const number = Number(row.number);
        if (Date.parse(entry.at) > this.moment.getTime()) this.#later.add(number);
        applyEntry(state, { number, entry });
      }
      if (rows.length < entriesAtOnce) break;
    }
    await this.client.query('CLOSE entries');
  }

  /** Where the answer stands. */
  place() {
    return {
      asOf: this.moment.toISOString(),
      number: this.last?.number ?? null,
      at: this.last?.at.toISOString() ?? null,
      later: [...this.#later].sort((a, b) => a - b).slice(0, mostLater),
    };
  }
}
