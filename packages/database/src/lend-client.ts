import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** Stands in for a pool and passes everything on to the one of the moment. */
class PassingPool extends pg.Pool {
  constructor(public target: pg.Pool) {
    super();
  }
  override connect = ((...given: []) => this.target.connect(...given)) as pg.Pool['connect'];
  override query = ((...given: ['']) => this.target.query(...given)) as pg.Pool['query'];
}

interface Spare {
  readonly prisma: PrismaClient;
  readonly passing: PassingPool;
}

const spares: Spare[] = [];

/**
 * A client of Prisma over `pool`, to be given back once the pool has ended. To make one takes some 150 ms of the
 * processor (it reads the whole schema, twice), more than a test does with its database: those that are given back are
 * lent again. What was given back refuses whoever still asks it.
 */
export function lendClient(pool: pg.Pool): { readonly client: PrismaClient; giveBack(): void } {
  const spare = spares.pop() ?? make(pool);
  spare.passing.target = pool;
  let isOver = false;
  const client = new Proxy(spare.prisma, {
    get(prisma, name) {
      if (isOver) throw new Error('The database of this test is closed.');
      return Reflect.get(prisma, name);
    },
  });
  return {
    client,
    giveBack() {
      if (isOver) return;
      isOver = true;
      spares.push(spare);
    },
  };
}

function make(pool: pg.Pool): Spare {
  const passing = new PassingPool(pool);
  return { passing, prisma: new PrismaClient({ adapter: new PrismaPg(passing) }) };
}
