import type { Tx } from '../change.ts';
import { plainArray as plain } from '../plain-array.ts';

/** A scoring run as it is stored: the batch as it was executed, once. */
export interface RunRecord {
  readonly id: string;
  readonly versionId: string;
  /** Hex SHA-256; empty for a version without an artifact. */
  readonly artifact: string;
  /** JSON text; `{}` where nothing was said. */
  readonly runtime: string;
  /** JSON text of what was in force: threshold, decision rule, observation window. */
  readonly parameters: string;
  /** Packed tensors; null where a reference alone is kept. */
  readonly inputs: Buffer | null;
  readonly outputs: Buffer | null;
  readonly inputsDigest: string;
  readonly outputsDigest: string;
  readonly rows: number;
  /** Milliseconds inside the runtime; null for a claim. */
  readonly durationMs: number | null;
  /** The setting of the model that decided what is kept; unset until then, null where it never had one. */
  readonly recordingId?: string | null;
  /** Under which subject's key inputs and outputs are sealed; unset where they are not. */
  readonly subjectKeyId?: string | null;
}

/** One answer: a row of a run. */
export interface PredictionRecord {
  readonly id: string;
  readonly runId: string;
  readonly row: number;
  readonly modelId: string;
  readonly versionId: string;
  readonly environmentId: string | null;
  /** Which deployment answered, or was answered for by a fallback: it numbers the answer. Null for a claim. */
  readonly deploymentId: string | null;
  readonly basis: 'recorded' | 'claimed';
  readonly mode: string;
  readonly consumer: string;
  readonly callerId: string | null;
  readonly personId: string | null;
  /** JSON text of the applied decision. */
  readonly decision: string | null;
  readonly businessHash: Buffer | null;
  readonly subjectHash: Buffer | null;
  readonly answeredAt: Date;
  /** Unset until it is decided: full. */
  readonly kept?: 'full' | 'reference';
}

/** Bytes of many rows in one parameter: arrays of bytea travel as hex text, a single one as it is. */
function pack(parts: readonly (Buffer | null)[]): {
  bytes: Buffer;
  from: (number | null)[];
  length: (number | null)[];
} {
  const from: (number | null)[] = [];
  let at = 1;
  for (const part of parts) {
    // What begins at no place is cut to null.
    from.push(part && at);
    at += part?.length ?? 0;
  }
  const bytes = Buffer.concat(parts.filter((part) => part !== null));
  return { bytes, from, length: parts.map((part) => part?.length ?? null) };
}

const hexOf = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;

/** Predictions of one deployment in a row, which are numbered and later sealed together. */
interface Group {
  readonly deploymentId: string | null;
  readonly size: number;
}

function groupsOf(predictions: readonly PredictionRecord[]): {
  groups: Group[];
  ordered: readonly PredictionRecord[];
} {
  const byDeployment = new Map<string | null, PredictionRecord[]>();
  for (const made of predictions) {
    const others = byDeployment.get(made.deploymentId);
    if (others) others.push(made);
    else byDeployment.set(made.deploymentId, [made]);
  }
  return {
    groups: [...byDeployment].map(([deploymentId, { length }]) => ({ deploymentId, size: length })),
    ordered: byDeployment.size === 1 ? predictions : [...byDeployment.values()].flat(),
  };
}

/**
 * Writes runs and their predictions in one round trip. Each deployment's count is locked from here to the end of the
 * transaction: its numbers follow each other in the order of the commits, and one that fails takes none.
 */
export async function insertRuns(
  tx: Tx,
  runs: readonly RunRecord[],
  made: readonly PredictionRecord[],
): Promise<void> {
  const { groups, ordered: predictions } = groupsOf(made);
  const numbered = groups.some(({ deploymentId }) => deploymentId !== null);
  const inputs = pack(runs.map((run) => run.inputs));
  const outputs = pack(runs.map((run) => run.outputs));
  // Most runs share a runtime, and its JSON would be escaped for each of them.
  const runtimes = [...new Set(runs.map((run) => run.runtime))];
  await tx.query(sql, [
    tx.at,
    inputs.bytes,
    outputs.bytes,
    plain(runs.map((run) => run.id)),
    plain(runs.map((run) => run.versionId)),
    plain(runs.map((run) => run.artifact)),
    runtimes,
    plain(runs.map((run) => runtimes.indexOf(run.runtime) + 1)),
    runs.map((run) => run.parameters),
    plain(inputs.from),
    plain(inputs.length),
    plain(outputs.from),
    plain(outputs.length),
    plain(runs.map((run) => run.inputsDigest)),
    plain(runs.map((run) => run.outputsDigest)),
    plain(runs.map((run) => run.rows)),
    plain(runs.map((run) => run.durationMs)),
    plain(predictions.map((made) => made.id)),
    plain(predictions.map((made) => made.runId)),
    plain(predictions.map((made) => made.row)),
    plain(predictions.map((made) => made.modelId)),
    plain(predictions.map((made) => made.versionId)),
    plain(predictions.map((made) => made.environmentId)),
    plain(predictions.map((made) => made.basis)),
    plain(predictions.map((made) => made.mode)),
    predictions.map((made) => made.consumer),
    predictions.map((made) => made.callerId),
    plain(predictions.map((made) => made.personId)),
    predictions.map((made) => made.decision),
    plain(predictions.map((made) => hexOf(made.businessHash))),
    plain(predictions.map((made) => hexOf(made.subjectHash))),
    plain(predictions.map((made) => made.answeredAt.toISOString())),
    plain(runs.map((run) => run.recordingId ?? null)),
    plain(predictions.map((made) => made.kept ?? 'full')),
    plain(groups.map(({ deploymentId }) => deploymentId)),
    plain(groups.map(({ size }) => size)),
    // Where nothing is numbered, nothing is said a thousand times: what is missing here is null.
    plain(numbered ? predictions.map(({ deploymentId }) => deploymentId) : []),
    plain(numbered ? groups.flatMap(({ size }) => Array.from({ length: size }, (_, at) => at + 1)) : []),
    plain(runs.some((run) => run.subjectKeyId) ? runs.map((run) => run.subjectKeyId ?? null) : []),
  ]);
}

const sql = `WITH runs AS (
  INSERT INTO scoring_run (id, version_id, artifact, runtime, parameters, inputs, outputs, inputs_digest, outputs_digest, rows, duration_ms, recording_id, at, subject_key_id)
  SELECT r.id, r.version_id, r.artifact, (($7::text[])[r.runtime])::jsonb, r.parameters::jsonb,
    substring($2::bytea FROM r.inputs_from FOR r.inputs_length), substring($3::bytea FROM r.outputs_from FOR r.outputs_length),
    r.inputs_digest, r.outputs_digest, r.rows, r.duration_ms, r.recording_id, $1, r.subject_key_id
  FROM unnest($4::uuid[], $5::uuid[], $6::text[], $8::int[], $9::text[], $10::int[], $11::int[], $12::int[], $13::int[], $14::text[], $15::text[], $16::int[], $17::float8[], $33::uuid[], $39::uuid[])
    AS r (id, version_id, artifact, runtime, parameters, inputs_from, inputs_length, outputs_from, outputs_length, inputs_digest, outputs_digest, rows, duration_ms, recording_id, subject_key_id)
), groups AS MATERIALIZED (
  SELECT deployment_id, size, position, (sum(size) OVER (ORDER BY position))::int AS until
  FROM unnest($35::uuid[], $36::int[]) WITH ORDINALITY AS g (deployment_id, size, position)
), queued AS (
  INSERT INTO unsealed_group (kind, deployment_id, size, members, at)
  SELECT 'prediction', deployment_id, size, ($18::uuid[])[until - size + 1:until], $1 FROM groups ORDER BY position
), held AS MATERIALIZED (
  SELECT deployment_id FROM deployment_count WHERE deployment_id = ANY($35::uuid[]) ORDER BY deployment_id FOR UPDATE
), counted AS (
  UPDATE deployment_count c SET numbered = c.numbered + g.size FROM groups g
  WHERE c.deployment_id = g.deployment_id AND (SELECT count(*) FROM held) >= 0
  RETURNING c.deployment_id, c.numbered - g.size AS before
)
INSERT INTO prediction (id, run_id, row, model_id, version_id, environment_id, basis, mode, consumer, caller_id, person_id, decision, business_hash, subject_hash, answered_at, kept, recorded_at, deployment_id, number)
SELECT p.id, p.run_id, p.row, p.model_id, p.version_id, p.environment_id, p.basis, p.mode, p.consumer, p.caller_id, p.person_id, p.decision::jsonb,
  decode(p.business_hash, 'hex'), decode(p.subject_hash, 'hex'), p.answered_at, p.kept, $1, p.deployment_id, c.before + p.place
FROM unnest($18::uuid[], $19::uuid[], $20::int[], $21::uuid[], $22::uuid[], $23::uuid[], $24::text[], $25::text[], $26::text[], $27::text[], $28::uuid[], $29::text[], $30::text[], $31::text[], $32::timestamptz[], $34::text[], $37::uuid[], $38::int[])
  AS p (id, run_id, row, model_id, version_id, environment_id, basis, mode, consumer, caller_id, person_id, decision, business_hash, subject_hash, answered_at, kept, deployment_id, place)
LEFT JOIN counted c ON c.deployment_id = p.deployment_id`;
