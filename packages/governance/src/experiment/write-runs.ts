import { type LogRun, Refusal, type RunStatus } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { parseInstant } from '../parse-instant.ts';
import type { Tx } from '../tx.ts';

/** A run of this call, as it stands after its row was written. */
export interface WrittenRun {
  readonly id: string;
  readonly logged: LogRun;
  readonly startedAt: Date;
  readonly isNew: boolean;
  /** Whether its row says something else now. */
  readonly isChanged: boolean;
  /** Whether it had ended before this call. */
  readonly wasEnded: boolean;
}

interface Row {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly notes: string;
}

const ended: ReadonlySet<RunStatus> = new Set<RunStatus>(['FINISHED', 'FAILED', 'KILLED']);

/** Rows of runs: new ones, and what changed of those that are there. The experiment has to be held by the caller. @throws Refusal BAD_INPUT */
export async function writeRuns(
  tx: Tx,
  {
    experimentId,
    personId,
    runs,
  }: { readonly experimentId: string; readonly personId: string; readonly runs: readonly LogRun[] },
): Promise<WrittenRun[]> {
  const found = await tx.query<Row>(
    'SELECT id, key, name, status, started_at, ended_at, notes FROM run WHERE experiment_id = $1 AND key = ANY ($2::text[])',
    [experimentId, runs.map(({ run }) => run)],
  );
  const there = new Map(found.rows.map((row) => [row.key, row]));
  const pairs = runs.map((logged, index) => ({
    logged,
    before: there.get(logged.run) ?? null,
    row: rowOf(tx, logged, there.get(logged.run) ?? null, index),
  }));
  await tx.query(
    `INSERT INTO run (id, experiment_id, key, name, status, started_at, ended_at, notes, person_id, at, last_at)
     SELECT n.id, $1, n.key, n.name, n.status, n.started_at, n.ended_at, n.notes, $2, $3, $3
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[])
       AS n (id, key, name, status, started_at, ended_at, notes)
     ON CONFLICT (experiment_id, key) DO UPDATE SET name = excluded.name, status = excluded.status, started_at = excluded.started_at,
       ended_at = excluded.ended_at, notes = excluded.notes`,
    [
      experimentId,
      personId,
      tx.at,
      pairs.map(({ row }) => row.id),
      pairs.map(({ row }) => row.key),
      pairs.map(({ row }) => row.name),
      pairs.map(({ row }) => row.status),
      pairs.map(({ row }) => row.started_at),
      pairs.map(({ row }) => row.ended_at),
      pairs.map(({ row }) => row.notes),
    ],
  );
  return pairs.map(({ logged, before, row }) => ({
    id: row.id,
    logged,
    startedAt: row.started_at,
    isNew: before === null,
    isChanged: before !== null && JSON.stringify(before) !== JSON.stringify(row),
    wasEnded: before !== null && ended.has(before.status),
  }));
}

/** What the row says after this call: what is not said stays. A run that is logged whole, with an end, has finished. */
function rowOf(tx: Tx, logged: LogRun, before: Row | null, index: number): Row {
  const instant = (text: string | undefined, field: string) =>
    text === undefined ? null : parseInstant(text, `runs.${index}.${field}`);
  const endedAt = instant(logged.endedAt, 'endedAt') ?? before?.ended_at ?? null;
  const startedAt = instant(logged.startedAt, 'startedAt') ?? before?.started_at ?? tx.at;
  if (endedAt !== null && endedAt < startedAt)
    throw new Refusal('BAD_INPUT', `The run ${logged.run} ends before it starts.`, {
      field: `runs.${index}.endedAt`,
    });
  return {
    id: before?.id ?? uuidv7(),
    key: logged.run,
    name: logged.name ?? before?.name ?? logged.run,
    status: logged.status ?? before?.status ?? (endedAt === null ? 'RUNNING' : 'FINISHED'),
    started_at: startedAt,
    ended_at: endedAt,
    notes: logged.notes ?? before?.notes ?? '',
  };
}
