import type { Answer } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import type { Tx } from '../change.ts';
import type { House } from '../context.ts';
import { type HeldKey, keepEffects } from '../held-key.ts';
import {
  type RecordingColumns,
  type RecordingInForce,
  recordingColumns,
  toRecordingInForce,
} from '../recording/recording-in-force.ts';
import { type HeldSubjects, markHeld } from '../subject/held-subject.ts';
import { writeOperational } from '../write-operational.ts';
import type { Guard } from './find-answerer.ts';
import { insertRuns, type PredictionRecord, type RunRecord } from './insert-runs.ts';
import { keepAsSet } from './keep-as-set.ts';
import { sealSubjects } from './seal-subjects.ts';

/** Roles that may ask a model. */
export const askers: readonly Role[] = ['consumer', 'developer', 'operator', 'owner'];

/** The answers to one request, waiting to be recorded. */
export interface Recording {
  readonly modelId: string;
  /** Null for the system. */
  readonly personId: string | null;
  readonly guard: Guard;
  /** The declaration of its subject field that the rows were read by; null for none. */
  readonly subjectFieldId: string | null;
  readonly runs: readonly RunRecord[];
  readonly predictions: readonly PredictionRecord[];
  /** Digest of what was asked, per caller id. */
  readonly contents: ReadonlyMap<string, string>;
  /** The Idempotency-Key that is held for the request, and the answer to keep with it. */
  readonly kept: { readonly held: HeldKey; readonly effect: Answer } | null;
}

/** `recorded` alone lets the answer leave. */
export type RecordingOutcome =
  | 'recorded'
  | 'not-serving'
  | 'forbidden'
  | 'declared-anew'
  | 'caller-id-taken'
  | 'overtaken';

/** Somebody else's caller ids came first, after we had looked: the transaction is made again. */
class Overtaken extends Error {}

/**
 * Records the answers to many requests in one transaction. What has to hold for an answer to leave is read FOR SHARE in
 * it: once a block or revocation is committed, no answer is recorded against it, and one under way waits for us.
 */
export async function recordAnswers(
  house: Pick<House, 'pool' | 'clock' | 'keyring'>,
  recordings: readonly Recording[],
): Promise<RecordingOutcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOperational(house, (tx) => record(tx, house.keyring, recordings));
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt >= 5) throw error;
    }
  }
}

const pairOf = (personId: string, modelId: string) => `${personId}/${modelId}`;
const callerKey = (modelId: string, callerId: string) => `${modelId}/${callerId}`;

async function record(
  tx: Tx,
  keyring: House['keyring'],
  recordings: readonly Recording[],
): Promise<RecordingOutcome[]> {
  const holds = await whatHolds(tx, recordings);
  const pins = await pinsInForce(tx, recordings);
  const taken = await takenCallerIds(tx, recordings);
  const outcomes = recordings.map((recording): RecordingOutcome => {
    const { modelId, personId, guard, subjectFieldId, contents } = recording;
    if (personId !== null && !holds.pairs.has(pairOf(personId, modelId))) return 'forbidden';
    if (guard.versionId !== null && !holds.versions.has(guard.versionId)) return 'not-serving';
    if (guard.deploymentId !== null && !holds.deployments.has(guard.deploymentId)) return 'not-serving';
    if (guard.pinId !== undefined && !pins.has(guard.pinId)) return 'not-serving';
    if ((holds.subjectFields.get(modelId) ?? null) !== subjectFieldId) return 'declared-anew';
    const keys = [...contents.keys()].map((callerId) => callerKey(modelId, callerId));
    if (keys.some((key) => taken.has(key))) return 'caller-id-taken';
    for (const key of keys) taken.add(key);
    return 'recorded';
  });
  await keepAnswers(tx, recordings, outcomes);
  const recorded = recordings.filter((_, index) => outcomes[index] === 'recorded');
  if (recorded.length === 0) return outcomes;
  await insertCallerIds(tx, recorded);
  const sealed = await sealSubjects(tx, keyring, {
    runs: recorded.flatMap(({ runs }) => runs),
    predictions: recorded.flatMap(({ predictions }) => predictions),
  });
  await markHeld(tx, recorded.flatMap(heldSubjects));
  const kept = keepAsSet(keyring, holds.settings, sealed);
  await insertRuns(tx, kept.runs, kept.predictions);
  return outcomes;
}

/** Under which consumers still keep a version before; asked only where one is answered by it. */
async function pinsInForce(tx: Tx, recordings: readonly Recording[]): Promise<ReadonlySet<string>> {
  const asked = recordings.flatMap(({ guard }) => guard.pinId ?? []);
  if (asked.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM notice WHERE id = ANY ($1::uuid[]) AND state = 'pinned' AND ended_at IS NULL AND until > $2 ORDER BY id FOR SHARE`,
    [[...new Set(asked)], tx.at],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whom the answer that is kept under an Idempotency-Key is about. */
function heldSubjects({ kept, predictions }: Recording): HeldSubjects[] {
  const hashes = predictions.flatMap(({ subjectHash }) => (subjectHash ? [subjectHash] : []));
  return kept && hashes.length > 0 ? [{ held: kept.held, hashes }] : [];
}

/** Marks as overtaken what no longer holds its Idempotency-Key. */
async function keepAnswers(
  tx: Tx,
  recordings: readonly Recording[],
  outcomes: RecordingOutcome[],
): Promise<void> {
  const kept = recordings.map(({ kept }, index) => (outcomes[index] === 'recorded' ? kept : null));
  const holders = await keepEffects(
    tx,
    kept.filter((one) => one !== null),
  );
  for (const [index, one] of kept.entries())
    if (one && !holders.has(one.held.holder)) outcomes[index] = 'overtaken';
}

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** Models are locked before versions, and those before deployments, as every change does. */
async function whatHolds(tx: Tx, recordings: readonly Recording[]) {
  const pairs = new Map(
    recordings.flatMap(({ personId, modelId }) =>
      personId === null ? [] : [[pairOf(personId, modelId), { personId, modelId }] as const],
    ),
  );
  const found = await tx.query<{
    versions: string[];
    deployments: string[];
    pairs: string[];
    settings: (RecordingColumns & { id: string; declared: string | null })[];
  }>(
    `WITH m AS MATERIALIZED (
       SELECT id, recording_id, subject_field_id FROM model WHERE id = ANY($7::uuid[]) ORDER BY id FOR SHARE
     ), v AS MATERIALIZED (
       SELECT id FROM version WHERE id = ANY($1::uuid[]) AND standing <> 'blocked' AND stage <> 'deprecated' AND (SELECT count(*) FROM m) >= 0 ORDER BY id FOR SHARE
     ), d AS MATERIALIZED (
       SELECT id FROM deployment WHERE id = ANY($2::uuid[]) AND state = 'serving' AND ended_at IS NULL AND (SELECT count(*) FROM v) >= 0 ORDER BY id FOR SHARE
     ), h AS MATERIALIZED (
       SELECT a.person_id, a.model_id FROM unnest($3::uuid[], $4::uuid[]) AS a (person_id, model_id)
       JOIN role_assignment r ON r.person_id = a.person_id AND ${heldAt('r', '$6')} AND r.role = ANY($5) AND (r.model_id IS NULL OR r.model_id = a.model_id)
       JOIN person p ON p.id = a.person_id AND p.active
       FOR SHARE OF r, p
     )
     SELECT (SELECT coalesce(array_agg(id::text), '{}') FROM v) AS versions, (SELECT coalesce(array_agg(id::text), '{}') FROM d) AS deployments,
       (SELECT coalesce(array_agg(DISTINCT person_id || '/' || model_id), '{}') FROM h) AS pairs,
       (SELECT json_agg(s) FROM (SELECT m.id, m.subject_field_id AS declared, ${recordingColumns} FROM m LEFT JOIN model_recording k ON k.id = m.recording_id) s) AS settings`,
    [
      distinct(recordings.map(({ guard }) => guard.versionId)),
      distinct(recordings.map(({ guard }) => guard.deploymentId)),
      [...pairs.values()].map(({ personId }) => personId),
      [...pairs.values()].map(({ modelId }) => modelId),
      askers,
      tx.at,
      distinct(recordings.map(({ modelId }) => modelId)),
    ],
  );
  const row = found.rows[0]!;
  return {
    versions: new Set(row.versions),
    deployments: new Set(row.deployments),
    pairs: new Set(row.pairs),
    settings: new Map<string, RecordingInForce>(
      row.settings.map((setting) => [setting.id, toRecordingInForce(setting)]),
    ),
    subjectFields: new Map(row.settings.map(({ id, declared }) => [id, declared])),
  };
}

const callersOf = (recordings: readonly Recording[]) =>
  recordings.flatMap(({ modelId, predictions, contents }) =>
    predictions.flatMap(({ callerId, id }) =>
      callerId === null ? [] : [{ modelId, callerId, predictionId: id, content: contents.get(callerId)! }],
    ),
  );

async function takenCallerIds(tx: Tx, recordings: readonly Recording[]): Promise<Set<string>> {
  const callers = callersOf(recordings);
  if (callers.length === 0) return new Set();
  const found = await tx.query<{ model_id: string; caller_id: string }>(
    `SELECT c.model_id, c.caller_id FROM unnest($1::uuid[], $2::text[]) AS s (model_id, caller_id)
     JOIN caller_id c ON c.model_id = s.model_id AND c.caller_id = s.caller_id`,
    [callers.map(({ modelId }) => modelId), callers.map(({ callerId }) => callerId)],
  );
  return new Set(found.rows.map((row) => callerKey(row.model_id, row.caller_id)));
}

async function insertCallerIds(tx: Tx, recordings: readonly Recording[]): Promise<void> {
  const callers = callersOf(recordings);
  if (callers.length === 0) return;
  const inserted = await tx.query(
    `INSERT INTO caller_id (model_id, caller_id, prediction_id, content)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      callers.map(({ modelId }) => modelId),
      callers.map(({ callerId }) => callerId),
      callers.map(({ predictionId }) => predictionId),
      callers.map(({ content }) => content),
    ],
  );
  if (inserted.rowCount !== callers.length) throw new Overtaken();
}
