import { createHash } from 'node:crypto';
import { type ClaimedPrediction, Refusal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import {
  applyDecision,
  type Decision,
  fromTensors,
  type InputRow,
  packTensors,
  recordedOutputs,
  type Schema,
  TensorFault,
  toTensors,
  validateRows,
} from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../context.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';
import { parseInstant } from './parse-instant.ts';
import { businessHash, subjectHash } from './reference-hash.ts';
import type { ScoringSubject } from './scoring-subject.ts';

/** A claim as it will be stored: a run of one row, which is what a call elsewhere is to us. */
export interface ClaimedRow {
  readonly run: RunRecord;
  readonly prediction: PredictionRecord & { readonly callerId: string };
  /** Hex SHA-256 of what was claimed, independent of how the JSON was written. */
  readonly content: string;
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Turns a claim into rows through its version's schema: inputs are converted as for scoring, outputs taken by their
 * bits where they are written down.
 * @throws Refusal INPUT_REFUSED or BAD_INPUT
 */
export function claimedRow(ctx: Context, subject: ScoringSubject, claim: ClaimedPrediction): ClaimedRow {
  const { schema } = subject;
  if (!schema)
    throw new Refusal('INPUT_REFUSED', 'The version has no schema: its predictions cannot be read.');
  const { inputs, outputs, outputRow } = tensorsOf(schema, claim);
  const { threshold, observationWindow } = claim;
  const said = { threshold: threshold ?? null, observationWindow: observationWindow ?? null };
  refuseBrokenJson(said, '');
  refuseBrokenJson(claim.runtime, 'runtime');
  refuseBrokenJson([claim.id, claim.consumer, claim.businessReference, claim.subject], '');
  const decision = decisionInForce(subject.decision, threshold);
  const applied = decision ? (applyDecision(schema, decision, outputRow) ?? null) : null;
  refuseBrokenJson(applied, 'outputs');
  const answeredAt = parseInstant(claim.timestamp, 'timestamp');

  const run: RunRecord = {
    id: uuidv7(),
    versionId: subject.versionId,
    artifact: subject.artifact ?? '',
    runtime: JSON.stringify(claim.runtime ?? {}),
    parameters: JSON.stringify({ ...said, decision }),
    inputs,
    outputs,
    inputsDigest: digest(inputs),
    outputsDigest: digest(outputs),
    rows: 1,
    durationMs: null,
  };
  const prediction = {
    id: uuidv7(),
    runId: run.id,
    row: 0,
    modelId: subject.modelId,
    versionId: subject.versionId,
    environmentId: null,
    basis: 'claimed' as const,
    mode: claim.mode ?? 'production',
    consumer: claim.consumer,
    callerId: claim.id,
    personId: ctx.actor.kind === 'person' ? ctx.actor.id : null,
    decision: applied && JSON.stringify(applied),
    businessHash:
      claim.businessReference === undefined
        ? null
        : businessHash(ctx.keyring, subject.modelId, claim.businessReference),
    subjectHash: claim.subject === undefined ? null : subjectHash(ctx.keyring, claim.subject),
    answeredAt,
  };
  const content = digest(
    [
      subject.versionId,
      answeredAt.toISOString(),
      prediction.mode,
      JSON.stringify(claim.consumer),
      run.inputsDigest,
      run.outputsDigest,
      canonicalJson(said as JsonValue),
      canonicalJson((claim.runtime ?? null) as JsonValue),
      prediction.businessHash?.toString('hex') ?? '-',
      prediction.subjectHash?.toString('hex') ?? '-',
    ].join('\n'),
  );
  return { run, prediction, content };
}

function tensorsOf(schema: Schema, claim: ClaimedPrediction) {
  const { problems } = validateRows(schema, [claim.inputs]);
  const [first] = problems;
  if (first) throw new Refusal('INPUT_REFUSED', `${first.field} ${first.message}`.trim(), { problems });
  try {
    const outputs = recordedOutputs(schema, [claim.outputs]);
    const inputs = packTensors(toTensors(schema, [claim.inputs as InputRow]));
    return { inputs, outputs: packTensors(outputs), outputRow: fromTensors(schema, outputs)[0]! };
  } catch (error) {
    if (error instanceof TensorFault) throw new Refusal('INPUT_REFUSED', error.message);
    throw error;
  }
}

/** The version's rule, with the threshold that the caller says was in force where it is about the same comparison. */
function decisionInForce(rule: Decision | null, threshold: ClaimedPrediction['threshold']): Decision | null {
  if (!rule || !threshold || threshold.output !== rule.output || threshold.op !== rule.op) return rule;
  const { value } = threshold;
  return typeof value === typeof rule.value ? { ...rule, value: value as Decision['value'] } : rule;
}
