import type pg from 'pg';

/** One transaction, and the one moment at which everything in it happens. */
export interface Tx {
  /** The one moment of this change. */
  readonly at: Date;
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>;
}
