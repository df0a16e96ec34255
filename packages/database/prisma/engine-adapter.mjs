// The schema engine speaks to PostgreSQL through Prisma's driver adapter, which was made for queries, not for
// migrations; what the engine needs beyond that is added here.
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

// The adapter does not know the internal type "char" (oid 18), in which the catalogue keeps its one-letter codes.
const INTERNAL_CHAR = 18;
const TEXT = 25;

class CataloguePool extends pg.Pool {
  async query(...args) {
    const result = await super.query(...args);
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === INTERNAL_CHAR) field.dataTypeID = TEXT;
    }
    return result;
  }
}

export class EngineAdapterFactory extends PrismaPg {
  constructor(url) {
    const pool = new CataloguePool({ connectionString: url, max: 2 });
    super(pool);
    this.url = url;
    this.pool = pool;
  }

  async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      // Since PostgreSQL 18 NOT NULL is a row of pg_constraint, which the engine takes for a check constraint
      // (github.com/prisma/orm/issues/29635).
      const sql = query.sql.replace(/contype NOT IN \('p', 'u', 'f'\)/i, "contype IN ('c', 'x')");
      const result = await queryRaw({ ...query, sql });
      result.columnNames.forEach((name, index) => {
        if (name === 'constraint_type') result.columnTypes[index] = ColumnTypeEnum.Character;
      });
      return result;
    };
    // The adapter cuts a script at every semicolon, also inside function bodies; one simple query keeps it whole.
    adapter.executeScript = async (script) => {
      await this.pool.query(script);
    };
    return adapter;
  }

  async connectToShadowDb() {
    const name = `shadow_${randomUUID().replaceAll('-', '')}`;
    await this.pool.query(`create database "${name}"`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    const shadow = new EngineAdapterFactory(url.href);
    const adapter = await shadow.connect();
    adapter.dispose = async () => {
      await shadow.pool.end();
      await this.pool.query(`drop database "${name}" with (force)`);
    };
    return adapter;
  }
}

// The engine asks a server for its version even where it compares two texts; this one answers without a server.
const desk = {
  provider: 'postgres',
  adapterName: 'countersign-desk',
  queryRaw: async () => ({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18.4', 180004]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  startTransaction: () => Promise.reject(new Error('there is no server behind this adapter')),
  getConnectionInfo: () => ({ supportsRelationJoins: true }),
  dispose: async () => {},
};

export const deskAdapterFactory = {
  provider: desk.provider,
  adapterName: desk.adapterName,
  connect: async () => desk,
  connectToShadowDb: async () => desk,
};
