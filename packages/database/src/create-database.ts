import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

export interface DatabaseOptions {
  /** Connections at most; 10 by default. Prisma and the pool's own users share them. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Milliseconds after which the server cancels a statement; 30,000 by default, 0 for never. */
  statementTimeout?: number;
  /** Milliseconds after which the server ends a session that idles inside a transaction; 60,000 by default. */
  idleInTransactionTimeout?: number;
  /** Told of connections that were lost; queries that ran on them fail by themselves, later ones reconnect. */
  onConnectionLost?: (error: Error) => void;
}

export interface Database {
  prisma: PrismaClient;
  pool: pg.Pool;
  /** Waits for the queries in flight, then ends every connection. */
  close(): Promise<void>;
}

/**
 * Prisma and pg over one pool. Nothing connects until it is needed. A restart of PostgreSQL fails the queries in
 * flight and nothing else: the process stays up and the next query takes a new connection.
 */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = openPool(url, options);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** The connections under a database; nothing connects until it is needed. */
export function openPool(url: string, options: DatabaseOptions = {}): pg.Pool {
  const { onConnectionLost = () => {} } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'countersign',
    statement_timeout: options.statementTimeout ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 60_000,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  pool.on('error', onConnectionLost);
  // While a client is lent out the pool does not listen to it; its unheard 'error' would end the process.
  pool.on('connect', (client) => client.on('error', onConnectionLost));
  return pool;
}
