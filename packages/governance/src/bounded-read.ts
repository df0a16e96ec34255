import { Refusal } from '@countersign/contracts';
import type pg from 'pg';
import type { Context } from './context.ts';
import { pausing } from './pausing.ts';

/** Questions of one person, and of everybody in this process, that are under way at once. */
const most = { ofOne: 4, ofAll: 6 } as const;
const timeoutMs = 5_000;
const patienceMs = 10_000;
const retryMs = 100;
/** PostgreSQL's own: a statement was cancelled. */
const cancelled = '57014';

interface Asking {
  all: number;
  readonly byActor: Map<string, number>;
}
/** Apart by pool, because each installation has its own. */
const underWay = new WeakMap<object, Asking>();

/** Takes a place, and gives what leaves it; null where there is none. */
function enter(ctx: Pick<Context, 'pool' | 'actor'>): (() => void) | null {
  const asking = underWay.get(ctx.pool) ?? { all: 0, byActor: new Map<string, number>() };
  underWay.set(ctx.pool, asking);
  const mine = asking.byActor.get(ctx.actor.id) ?? 0;
  if (mine >= most.ofOne || asking.all >= most.ofAll) return null;
  asking.all++;
  asking.byActor.set(ctx.actor.id, mine + 1);
  return () => {
    asking.all--;
    const left = asking.byActor.get(ctx.actor.id)! - 1;
    if (left > 0) asking.byActor.set(ctx.actor.id, left);
    else asking.byActor.delete(ctx.actor.id);
  };
}

export interface BoundedReading {
  /** How a question can be made one that is answered: a sentence. */
  readonly narrow: string;
  /** For what is asked piece by piece: waits a while for a place. */
  readonly patient?: boolean;
}

/**
 * A question that people put together themselves, and so may be a hard one: in a transaction that reads alone, of whose statements each is
 * given up after 5 s, and a few of them at once, so that nobody keeps the database from others.
 * @throws Refusal RATE_LIMITED where too many are under way, DEADLINE where it takes too long
 */
export async function boundedRead<Result>(
  ctx: Pick<Context, 'pool' | 'actor'>,
  { narrow, patient = false }: BoundedReading,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const leave = await enterSoon(ctx, patient ? patienceMs : 0);
  try {
    return await readOnly(ctx.pool, narrow, work);
  } finally {
    leave();
  }
}

async function enterSoon(ctx: Pick<Context, 'pool' | 'actor'>, waitMs: number): Promise<() => void> {
  for (let waited = 0; ; waited += retryMs) {
    const leave = enter(ctx);
    if (leave) return leave;
    if (waited >= waitMs)
      throw new Refusal('RATE_LIMITED', 'Other questions are still being answered. Ask again in a moment.', {
        atOnce: most.ofOne,
      });
    await pausing().pause(retryMs);
  }
}

async function readOnly<Result>(
  pool: pg.Pool,
  narrow: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${timeoutMs}`);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    if ((error as { code?: string }).code !== cancelled) throw error;
    throw new Refusal('DEADLINE', `This takes more than ${timeoutMs / 1_000} seconds. ${narrow}`, {
      seconds: timeoutMs / 1_000,
    });
  } finally {
    client.release(broken);
  }
}
