import { type LedgerEvent, Refusal } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type { Consequences, SignOffState } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { LoadedVersion } from './load-version.ts';

/** An event of one version, before it has its step. */
export interface VersionEvent {
  readonly event: LedgerEvent;
  readonly data: { readonly [key: string]: JsonValue };
  readonly records?: { readonly [name: string]: string };
}

/** Columns that a use case writes itself, beside what follows from the machine. */
export interface VersionColumns {
  readonly revision?: number;
  readonly substance?: string;
  readonly presentation?: string;
  readonly description?: string;
  readonly expedited_used?: boolean;
  readonly deprecation?: JsonValue;
}

const dated = {
  registered: null,
  reviewed: 'reviewed_at',
  approved: 'approved_at',
  deployed: 'deployed_at',
  deprecated: 'deprecated_at',
} as const;

/** Why rows changed that nobody touched by hand; stored beside them. */
export type Cause =
  | 'decided-anew'
  | 'rejected'
  | 'substance-amended'
  | 'prose-amended'
  | 'check-failed'
  | 'reference-withdrawn'
  | 'author-found'
  | 'role-lost'
  | 'withdrawn'
  | 'blocked'
  | 'deprecated'
  | 'replaced-by-champion'
  | 'stopped'
  | 'rolled-back'
  | 'lapsed'
  | 'satisfied'
  | 'lifted'
  | 'resumed'
  | 'deployed';

/** The event that caused the change tells of these by itself. */
const quietEnds: ReadonlySet<SignOffState['state']> = new Set(['replaced', 'withdrawn', 'current']);

const eventOf = {
  ended: 'version.deployment-ended',
  suspended: 'version.suspended',
  serving: 'version.resumed',
} as const;

/**
 * What else the event changed, so that the entries alone tell the state: requests that moved, sign-offs that ended without
 * an event of their own, and the end of the approval where it is another now. The lists are there even where they are empty.
 */
export function settledBy(
  { state }: LoadedVersion,
  after: Pick<Consequences, 'requests' | 'signOffs' | 'approvalEndsAt'>,
): VersionEvent['data'] {
  const was = new Map(state.signOffs.map((signOff) => [signOff.id, signOff.state]));
  return {
    requests: after.requests.map(({ id, state: now }) => ({ request: id, state: now })),
    signOffs: after.signOffs
      .filter((signOff) => quietEnds.has(signOff.state) && was.get(signOff.id) !== signOff.state)
      .map(({ id, state: now }) => ({ signOff: id, state: now })),
    ...(after.approvalEndsAt === state.approvalEndsAt ? {} : { approvalEndsAt: after.approvalEndsAt }),
  };
}

/** Whatever completes the approval fixes its goal; a request from before goals were stated has none. */
async function goalFixed(tx: Tx, requestId: string): Promise<VersionEvent[]> {
  const { rows } = await tx.query<{ digest: string; uses: number; thresholds: number; until: Date }>(
    `SELECT digest, jsonb_array_length(body->'uses') AS uses, jsonb_array_length(body->'thresholds') AS thresholds, until
     FROM goal WHERE request_id = $1`,
    [requestId],
  );
  return rows.map(({ digest, uses, thresholds, until }) => ({
    event: 'version.goal-fixed',
    data: { request: requestId, goal: digest, uses, thresholds, until: until.toISOString() },
  }));
}

/** Writes the requests, sign-offs and deployments that an event changed, and says so in events. */
export async function writeConsequences(
  tx: Tx,
  { state }: LoadedVersion,
  after: Consequences,
  cause: Cause,
): Promise<VersionEvent[]> {
  const approved = after.requests.find(
    ({ id, state: now }) =>
      now === 'satisfied' && state.requests.find((request) => request.id === id)?.gate === 'approval',
  );
  if (after.requests.length > 0) {
    await tx.query(
      `UPDATE request r SET state = n.state, closed_at = CASE WHEN n.state = 'open' THEN NULL ELSE $3::timestamptz END
       FROM unnest($1::uuid[], $2::text[]) AS n (id, state) WHERE r.id = n.id`,
      [after.requests.map(({ id }) => id), after.requests.map((request) => request.state), tx.at],
    );
  }
  const was = new Map(state.signOffs.map((signOff) => [signOff.id, signOff]));
  const signOffs = after.signOffs.filter((signOff) => was.get(signOff.id)?.state !== signOff.state);
  if (signOffs.length > 0) {
    await tx.query(
      `UPDATE sign_off s SET state = n.state, state_reason = $3, state_at = $4
       FROM unnest($1::uuid[], $2::text[]) AS n (id, state) WHERE s.id = n.id`,
      [signOffs.map(({ id }) => id), signOffs.map((signOff) => signOff.state), cause, tx.at],
    );
  }
  if (after.deployments.length > 0) {
    await tx.query(
      `UPDATE deployment d SET state = n.state, ground = n.ground,
         ended_at = CASE WHEN n.state = 'ended' THEN $4::timestamptz END, end_reason = CASE WHEN n.state = 'ended' THEN $5 END
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, state, ground) WHERE d.id = n.id AND d.ended_at IS NULL`,
      [
        after.deployments.map(({ id }) => id),
        after.deployments.map((deployment) => deployment.state),
        after.deployments.map(({ ground }) => ground),
        tx.at,
        cause,
      ],
    );
    await tx.query("SELECT pg_notify('deployments', $1)", [state.id]);
  }
  return [
    ...(approved ? await goalFixed(tx, approved.id) : []),
    ...signOffs
      .filter((signOff) => !quietEnds.has(signOff.state))
      .map(
        ({ id, state: now }): VersionEvent => ({
          event: 'version.sign-off-voided',
          data: { signOff: id, state: now, cause },
        }),
      ),
    ...after.deployments.map(
      (deployment): VersionEvent => ({
        event: eventOf[deployment.state],
        data: { deployment: deployment.id, ground: deployment.ground, cause },
      }),
    ),
  ];
}

/**
 * Moves the version: stage, standing and dates as the machine says, and one step for each event, of which the first, the
 * cause, tells what it settled. The step is the optimistic lock. @throws Refusal STALE where somebody else moved the version meanwhile
 */
export async function moveVersion(
  tx: Tx,
  { row, state }: LoadedVersion,
  after: Omit<Consequences, 'deployments' | 'told' | 'next'> | null,
  events: readonly [VersionEvent, ...VersionEvent[]],
  columns: VersionColumns = {},
): Promise<[LedgerEventInput, ...LedgerEventInput[]]> {
  const moved = after !== null && (after.stage !== row.stage || after.earned !== row.earned);
  const [cause, ...further] = events;
  const all: VersionEvent[] = [
    after ? { ...cause, data: { ...cause.data, ...settledBy({ row, state }, after) } } : cause,
    ...further,
  ];
  if (moved) {
    all.push({
      event: 'version.stage-moved',
      data: { from: row.stage, to: after.stage, earned: after.earned },
    });
  }
  const sets: string[] = ['step = step + $3'];
  const values: unknown[] = [row.id, row.step, all.length];
  const set = (column: string, value: unknown) => {
    values.push(value);
    sets.push(`${column} = $${values.length}`);
  };
  if (after) {
    set('stage', after.stage);
    set('earned', after.earned);
    set('standing', after.standing);
    if (after.approvalEndsAt !== state.approvalEndsAt) {
      set('approval_ends_at', after.approvalEndsAt);
      sets.push('re_review_by = NULL');
    }
    const reached = new Set<keyof typeof dated>([
      ...(after.stage !== row.stage ? [after.stage] : []),
      ...(after.earned !== row.earned ? [after.earned] : []),
    ]);
    for (const stage of reached) if (dated[stage]) set(dated[stage], tx.at);
  }
  for (const [column, value] of Object.entries(columns))
    set(column, column === 'deprecation' ? JSON.stringify(value) : value);
  const updated = await tx.query(`UPDATE version SET ${sets.join(', ')} WHERE id = $1 AND step = $2`, values);
  if (updated.rowCount !== 1)
    throw new Refusal('STALE', 'The version changed meanwhile. Read it again.', { version: row.label });
  const [first, ...rest] = all.map((event, position) => ({
    ...event,
    subject: { kind: 'version' as const, id: row.id },
    modelId: row.model_id,
    versionId: row.id,
    step: row.step + 1 + position,
  }));
  return [first!, ...rest];
}
