import { hash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { change, type Tx } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { holdErasures } from '../erasure/legal-hold.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { plainArray } from '../plain-array.ts';
import { excludeReplays } from '../prediction/removal-lock.ts';
import { removeRescored } from '../rescoring/remove-rescored.ts';
import { removedJson } from '../subject/removed-content.ts';
import { basisOf, clockSql, coversSql, dueBefore, holdSql, type RetentionRule } from './retention-sql.ts';

/** Runs that one step takes, and predictions: a step is one transaction and one entry. */
const mostRuns = 1_000;
const mostPredictions = 5_000;
/** Ids are made before what they stand for is recorded, on clocks that may differ a little. */
const skewMs = 86_400_000;

/** Ends a transaction in which nothing was due. */
class NothingDue extends Error {}

/**
 * Removes what is due under the classes that are on, step by step; one that is interrupted goes on at the next call, and steps of
 * several processes follow each other. Each step is an entry with counts and a digest over what left. Returns the predictions.
 */
export async function sweepRetention(house: House, isStopping = () => false): Promise<number> {
  // A database behind what was published may be replaced by a newer one, in which a hold stands.
  if (await house.published?.check()) return 0;
  const { rows } = await house.pool.query<{ id: string }>(
    "SELECT id FROM retention_class WHERE state = 'on' ORDER BY turned_on_at, id",
  );
  let removed = 0;
  for (const { id } of rows) {
    let after: string | null = null;
    for (;;) {
      const versions = await versionsOf(house, id, after);
      for (const versionId of versions) {
        for (let step = 1; step > 0 && !isStopping(); removed += step)
          step = await sweepStep(house, id, versionId);
      }
      after = versions.at(-1) ?? null;
      if (after === null || isStopping()) break;
    }
  }
  return removed;
}

/** Versions that a class covers, a page at a time. */
async function versionsOf({ pool }: House, classId: string, after: string | null): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT v.id FROM retention_class c, version v JOIN model m ON m.id = v.model_id
     WHERE c.id = $1 AND ${coversSql({ id: 'c.id', what: 'c.what', models: 'c.models' })} AND ($2::uuid IS NULL OR v.id > $2) ORDER BY v.id LIMIT 500`,
    [classId, after],
  );
  return rows.map(({ id }) => id);
}

async function sweepStep(house: House, classId: string, versionId: string): Promise<number> {
  try {
    const { result } = await change(
      { ...house, actor: systemActor('retention') },
      (tx) => removeDue(tx, classId, versionId),
      { waitMs: 0 },
    );
    return result;
  } catch (error) {
    if (error instanceof NothingDue) return 0;
    throw error;
  }
}

interface DueRun {
  readonly id: string;
  readonly run_id: string;
  readonly model_id: string;
  readonly rows: number;
  readonly inputs_digest: string;
  readonly outputs_digest: string;
}

async function removeDue(tx: Tx, classId: string, versionId: string) {
  // A hold that is placed meanwhile waits for us, and is seen by the next step; so is whoever records a replay.
  await holdErasures(tx);
  await excludeReplays(tx);
  const { rows: found } = await tx.query<RetentionRule & { name: string }>(
    "SELECT id, name, what, models, clock, days FROM retention_class WHERE id = $1 AND state = 'on' FOR UPDATE",
    [classId],
  );
  const rule = found[0];
  if (!rule) throw new NothingDue();
  const runs = await dueRuns(tx, rule, versionId);
  const [first] = runs;
  if (!first) throw new NothingDue();
  const batch = uuidv7();
  const runIds = plainArray(runs.map(({ run_id }) => run_id));
  const predictions = await contentsOf(
    tx,
    `SELECT id, decision::text AS json FROM prediction WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT id, decision::text FROM prediction WHERE run_id = ANY ($2::uuid[]) AND row > 0`,
    [plainArray(runs.map(({ id }) => id)), runIds],
  );
  const replays = await contentsOf(
    tx,
    'SELECT id, detail::text AS json FROM replay WHERE prediction_id = ANY ($1::uuid[])',
    [plainArray(predictions.map(({ id }) => id))],
  );
  const digest = hash(
    'sha256',
    runs.map((run) => `${run.run_id} ${run.rows} ${run.inputs_digest} ${run.outputs_digest}\n`).join(''),
  );
  await tx.query(
    'INSERT INTO retention_batch (id, class_id, model_id, version_id, runs, predictions, replays, digest, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      batch,
      rule.id,
      first.model_id,
      versionId,
      runs.length,
      predictions.length,
      replays.length,
      digest,
      tx.at,
    ],
  );
  const decided = predictions.filter(({ json }) => json !== null);
  const left = ({ json }: Content) => JSON.stringify(removedJson(batch, json!));
  const { rows: done } = await tx.query<{ removed: number }>(
    'SELECT remove_contents($1, $2::uuid[], $3::uuid[], $4::jsonb[], $5::uuid[], $6::jsonb[]) AS removed',
    [
      batch,
      runIds,
      plainArray(decided.map(({ id }) => id)),
      decided.map(left),
      plainArray(replays.map(({ id }) => id)),
      replays.map(left),
    ],
  );
  if (done[0]!.removed !== runs.length) throw new Error('contents that were due left by another way');
  const rescored = await removeRescored(tx, batch, predictions);
  await tx.query(
    `INSERT INTO retention_progress (class_id, version_id, after) VALUES ($1, $2, $3)
     ON CONFLICT (class_id, version_id) DO UPDATE SET after = excluded.after`,
    [rule.id, versionId, runs.at(-1)!.id],
  );
  const { name, what, clock, days } = rule;
  return {
    result: predictions.length,
    events: [
      {
        event: 'retention.swept',
        subject: { kind: 'retention', id: rule.id },
        modelId: first.model_id,
        data: {
          batch,
          name,
          what,
          clock,
          days,
          model: first.model_id,
          version: versionId,
          before: dueBefore(tx.at, days).toISOString(),
          runs: runs.length,
          predictions: predictions.length,
          replays: replays.length,
          rescored,
          firstRun: first.run_id,
          lastRun: runs.at(-1)!.run_id,
          digest,
        },
      },
    ] as [LedgerEventInput],
  };
}

/** The oldest runs that are due and not held, by their first rows, as far as one step goes. */
async function dueRuns(tx: Tx, rule: RetentionRule, versionId: string): Promise<DueRun[]> {
  const clock = clockSql[rule.clock];
  const before = dueBefore(tx.at, rule.days);
  const { rows } = await tx.query<DueRun>(
    `SELECT p.id, p.run_id, p.model_id, r.rows, r.inputs_digest, r.outputs_digest
     FROM version v JOIN model m ON m.id = v.model_id JOIN prediction p ON p.version_id = v.id JOIN scoring_run r ON r.id = p.run_id
     WHERE v.id = $1 AND p.row = 0 AND p.basis = $2 AND p.kept = 'full' AND r.retention_batch_id IS NULL AND ${clock} < $3
       AND ($4::timestamptz IS NULL OR p.id < uuid_at($4)) AND ${coversSql({ id: '$5::uuid', what: '$6', models: '$7::uuid[]' })}
       AND p.id > coalesce((SELECT after FROM retention_progress WHERE class_id = $5::uuid AND version_id = $1), '00000000-0000-0000-0000-000000000000')
       AND ${holdSql} IS NULL
     ORDER BY p.id LIMIT ${mostRuns}`,
    [
      versionId,
      basisOf(rule.what),
      before,
      rule.clock === 'recorded' ? new Date(before.getTime() + skewMs) : null,
      rule.id,
      rule.what,
      rule.models,
    ],
  );
  let predictions = 0;
  return rows.filter((run, index) => {
    predictions += run.rows;
    return index === 0 || predictions <= mostPredictions;
  });
}

interface Content {
  readonly id: string;
  readonly json: string | null;
}

const contentsOf = async (tx: Tx, sql: string, values: unknown[]): Promise<Content[]> =>
  (await tx.query<Content>(sql, values)).rows;
