import type { MarkVersion } from '@countersign/contracts';
import { afterMark } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { voidPermits } from '../permit/void-permits.ts';
import { type RecallFacts, toldData, toldRecords } from './recall-facts.ts';

export interface Raising {
  readonly id: string;
  readonly standing: MarkVersion['standing'];
  readonly severity: MarkVersion['severity'];
  readonly reason: string;
  readonly personId: string;
  /** The recall that it is raised with; null for one that has its own notices and board. */
  readonly raisedWith: string | null;
  readonly facts: RecallFacts;
}

export interface RaisedRecall {
  readonly events: readonly [LedgerEventInput, ...LedgerEventInput[]];
  /** Ids of the milder recalls that gave way. */
  readonly replaced: readonly string[];
}

/**
 * Marks one version and writes its recall: blocked suspends its deployments and ends its permits. A worse mark ends the lifts that were gathered
 * for the milder one, whose recall gives way to this.
 */
export async function raiseRecall(
  tx: Tx,
  loaded: LoadedVersion,
  { id, standing, severity, reason, personId, raisedWith, facts }: Raising,
): Promise<RaisedRecall> {
  const { row, state } = loaded;
  const after = afterMark(state, standing);
  const consequent = await writeConsequences(tx, loaded, after, 'blocked');
  const milder = await tx.query<{ id: string }>(
    'UPDATE recall SET lifted_at = $2 WHERE version_id = $1 AND lifted_at IS NULL RETURNING id',
    [row.id, tx.at],
  );
  const { replacement, affected, affectedInputs, fallback, deadline } = facts;
  const isComplete = isTold(facts);
  await tx.query(
    `INSERT INTO recall (id, version_id, standing, severity, reason, replacement_id, person_id, at, scope, raised_with, affected, affected_inputs,
       fallback, deadline, completed_at, completed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      id,
      row.id,
      standing,
      severity,
      reason,
      replacement?.id ?? null,
      personId,
      tx.at,
      facts.scope ?? 'this',
      raisedWith,
      affected,
      affectedInputs && JSON.stringify(affectedInputs),
      fallback,
      deadline,
      isComplete ? tx.at : null,
      isComplete ? personId : null,
    ],
  );
  const voided = standing === 'blocked' ? await voidPermits(tx, row.id, id) : [];
  await tx.query("SELECT pg_notify('deployments', $1)", [row.id]);
  const events = await moveVersion(tx, loaded, after, [
    {
      event: standing === 'blocked' ? 'version.marked-blocked' : 'version.marked-advisory',
      data: {
        recall: id,
        severity,
        ...toldData(facts),
        ...(raisedWith && { raisedWith }),
      },
      records: { reason, ...toldRecords(facts) },
    },
    ...consequent,
    ...voided,
  ]);
  return { events, replaced: milder.rows.map((found) => found.id) };
}

/** What a consumer has to know to move: where to, or what to do meanwhile, and until when. */
export const isTold = ({
  replacement,
  fallback,
  deadline,
}: {
  readonly replacement: unknown;
  readonly fallback: unknown;
  readonly deadline: unknown;
}): boolean => (replacement !== null || fallback !== null) && deadline !== null;
