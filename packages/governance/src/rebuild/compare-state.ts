import { type ComparisonLine, Refusal } from '@countersign/contracts';
import type pg from 'pg';
import { readScope } from '../authority/read-scope.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { checkEntries } from './check-entries.ts';
import { compareInstallation } from './compare-installation.ts';
import { compareVersions } from './compare-versions.ts';
import { Findings } from './findings.ts';

/** One at a time in a database: it reads everything. */
const comparisonLock = 0x6361_6d70;

/** @throws Refusal FORBIDDEN for whoever does not answer for the whole ledger */
async function requireComparer(ctx: Context): Promise<void> {
  await requireRoleNow(ctx, null, ['administrator', 'compliance', 'auditor']);
  const { models, windows } = await readScope(ctx);
  if (models !== null || windows !== null)
    throw new Refusal('FORBIDDEN', 'Your role opens a part of the ledger; this reads all of it.');
}

/**
 * Derives the state from the entries alone, holds it against the tables and names every difference: first how far it is, line
 * by line, then the result. Everything is read in one snapshot, in which the entries are exactly those of what the tables
 * hold, those that wait for a number among them. @throws Refusal FORBIDDEN, CONFLICT while another one runs
 */
export async function compareState(ctx: Context): Promise<AsyncGenerator<ComparisonLine>> {
  await requireComparer(ctx);
  const lines = compare(ctx);
  // The snapshot and the lock are taken before the first line is promised.
  await lines.next();
  return lines;
}

async function* compare(ctx: Context): AsyncGenerator<ComparisonLine> {
  const client = await ctx.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const taken = await client.query<{ taken: boolean; size: string }>(
      'SELECT pg_try_advisory_xact_lock($1) AS taken, size FROM ledger_head WHERE id = 1',
      [comparisonLock],
    );
    const { taken: isOurs, size: head } = taken.rows[0]!;
    if (!isOurs)
      throw new Refusal('CONFLICT', 'Somebody compares state and ledger already. Try again when it is done.');
    const at = ctx.clock().toISOString();
    const size = Number(head);
    yield { done: 0, of: size };
    yield* report(client, at, size);
  } finally {
    // Whoever stops listening ends it here too.
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    client.release(broken ?? false);
  }
}

async function* report(client: pg.ClientBase, at: string, size: number): AsyncGenerator<ComparisonLine> {
  const findings = new Findings();
  const reading = checkEntries(client, size, findings);
  let step = await reading.next();
  for (; !step.done; step = await reading.next()) yield { done: step.value, of: size };
  const { state, waiting } = step.value;
  await compareInstallation(client, state, findings);
  for await (const _versions of compareVersions(client, findings)) yield { done: size, of: size };
  yield { result: { at, size, waiting, ...findings.result() } };
}
