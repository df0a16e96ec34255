import { hash } from 'node:crypto';
import { type Receipt, Refusal } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type pg from 'pg';
import { forgetAfterCommit } from './brief-memory.ts';
import type { Context } from './context.ts';
import { type HeldKey, keepEffects, overtaken } from './held-key.ts';
import { insertEntries } from './ledger/insert-entries.ts';
import { receiptOf } from './ledger/receipt-of.ts';
import { type Attempt, recordRefusal } from './ledger/record-refusal.ts';
import type { LedgerEventInput } from './ledger-event-input.ts';
import { preparing } from './prepared.ts';
import type { Tx } from './tx.ts';

export type { Tx } from './tx.ts';

/** A job that leaves with the change or not at all. */
export interface Job {
  readonly name: string;
  readonly payload: { readonly [key: string]: JsonValue };
  /** Jobs of one key replace each other while they wait. */
  readonly key?: string;
}

export interface Work<Result> {
  readonly result: Result;
  /** Never empty: a silent change does not compile. */
  readonly events: readonly [LedgerEventInput, ...LedgerEventInput[]];
  readonly jobs?: readonly Job[];
}

export interface Changed<Result> {
  readonly result: Result;
  readonly receipt: Receipt;
  /** Ids of the entries in the order of the events. */
  readonly entryIds: readonly string[];
}

export interface ChangeOptions {
  /** How long to wait for the first entry's number, in ms; stopping, blocking and rollback do not wait. */
  readonly waitMs?: number;
  /** What was attempted and on what, so that a refusal can be recorded. */
  readonly attempt?: Attempt;
}

const retryable = new Set(['40001', '40P01']);
const attempts = 4;

/**
 * The only way to make a governed change, and the only writer of entries: rows, entries and jobs commit together or
 * not at all. A deadlock or serialization failure is tried again; `work` must therefore touch nothing but `tx`. Under an
 * Idempotency-Key the result is kept with the change: it must be plain JSON, and hold whatever ids `work` made.
 * @throws Refusal as `work` throws it, recorded where authority, gate or standing refused
 */
export async function change<Result>(
  ctx: Context,
  work: (tx: Tx) => Promise<Work<Result>>,
  options: ChangeOptions = {},
): Promise<Changed<Result>> {
  const earlier = ctx.held?.effects.shift() as Committed<Result> | undefined;
  if (earlier) return withReceipt(ctx, earlier, options);
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(ctx, work, options);
    } catch (error) {
      if (attempt < attempts && retryable.has((error as { code?: string }).code ?? '')) continue;
      if (error instanceof Refusal && options.attempt) await recordRefusal(ctx, error, options.attempt);
      throw error;
    }
  }
}

async function once<Result>(
  ctx: Context,
  work: (tx: Tx) => Promise<Work<Result>>,
  options: ChangeOptions,
): Promise<Changed<Result>> {
  const at = ctx.clock();
  const client = await ctx.pool.connect();
  let broken: Error | undefined;
  let done: Committed<Result>;
  try {
    await client.query('BEGIN');
    const tx: Tx = { at, ...preparing(client) };
    const { result, events, jobs } = await work(tx);
    for (const job of jobs ?? []) await enqueue(client, job);
    const entryIds = await insertEntries(client, ctx.actor, at, events);
    done = { result, entryIds, at: at.toISOString() };
    if (ctx.held) await keepEffect(tx, ctx.held, done);
    await client.query('COMMIT');
    forgetAfterCommit(ctx.pool);
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
  ctx.sequencer.wake();
  return withReceipt(ctx, done, options);
}

/** What a change left behind; plain, because it may be kept with an Idempotency-Key. */
interface Committed<Result> {
  readonly result: Result;
  readonly entryIds: readonly string[];
  /** RFC 3339. */
  readonly at: string;
}

async function withReceipt<Result>(
  ctx: Context,
  { result, entryIds, at }: Committed<Result>,
  { waitMs = 1_000 }: ChangeOptions,
): Promise<Changed<Result>> {
  return { result, entryIds, receipt: await receiptOf(ctx, { entryIds, at }, waitMs) };
}

async function keepEffect(tx: Tx, held: HeldKey, effect: Committed<unknown>): Promise<void> {
  const holders = await keepEffects(tx, [{ held, effect }]);
  if (!holders.has(held.holder)) throw overtaken();
}

/** graphile-worker's own SQL function, so that the job commits with the change. */
const enqueue = (client: pg.PoolClient, job: Job) =>
  client.query('SELECT graphile_worker.add_job($1, $2::json, job_key := $3, max_attempts := 8)', [
    job.name,
    JSON.stringify(job.payload),
    job.key ?? null,
  ]);

export const sha256Hex = (bytes: string | Uint8Array): string => hash('sha256', bytes, 'hex');
