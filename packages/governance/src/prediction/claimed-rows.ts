import { hash } from 'node:crypto';
import { type ClaimedPrediction, Refusal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import {
  applyDecision,
  type Decision,
  fromTensors,
  type InputRow,
  packTensors,
  recordedOutputs,
  rowOfTensors,
  type Schema,
  type Tensor,
  TensorFault,
  toTensors,
  unknownOutputs,
  validateRows,
} from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../context.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { nameSubject, withoutSubject } from '../subject-field/name-subject.ts';
import type { SubjectFieldInForce } from '../subject-field/subject-field-in-force.ts';
import { checkDataReference } from './check-data-reference.ts';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';
import { businessHash, subjectHash } from './reference-hash.ts';
import type { ScoringSubject } from './scoring-subject.ts';

/** A line that was read, of a version that is known. */
export interface Claim {
  readonly line: number;
  readonly claim: ClaimedPrediction;
  readonly declared: SubjectFieldInForce;
}

/** A claim as it will be stored: a run of one row, which is what a call elsewhere is to us. */
export interface ClaimedRow {
  readonly line: number;
  readonly run: RunRecord;
  readonly prediction: PredictionRecord & { readonly callerId: string };
  /** Hex SHA-256 of what was claimed, independent of how the JSON was written. */
  readonly content: string;
  /** The declaration of its model's subject field that it was read by; null for none. */
  readonly subjectFieldId: string | null;
}

/**
 * Turns claims about one version into rows through its schema: inputs are converted as for scoring, outputs taken by
 * their bits where they are written down. What cannot be turned is given to `refuse`, line by line.
 */
export function claimedRows(
  ctx: Context,
  subject: ScoringSubject,
  claims: readonly Claim[],
  refuse: (line: number, error: unknown) => void,
): ClaimedRow[] {
  const { schema } = subject;
  if (!schema) {
    for (const { line } of claims)
      refuse(
        line,
        new Refusal('INPUT_REFUSED', 'The version has no schema: its predictions cannot be read.'),
      );
    return [];
  }
  try {
    const refused: [number, unknown][] = [];
    const rows = convert(ctx, subject, schema, claims, (line, error) => refused.push([line, error]));
    for (const [line, error] of refused) refuse(line, error);
    return rows;
  } catch (error) {
    // One output that fits no tensor spoils the columns of all: find it by taking the lines one by one.
    if (!(error instanceof TensorFault)) throw error;
    if (claims.length > 1) return claims.flatMap((claim) => claimedRows(ctx, subject, [claim], refuse));
    refuse(claims[0]!.line, new Refusal('INPUT_REFUSED', error.message));
    return [];
  }
}

/** Columns are made of all lines at once: a tensor per line and input would be a hundred thousand allocations. */
function convert(
  ctx: Context,
  subject: ScoringSubject,
  schema: Schema,
  claims: readonly Claim[],
  refuse: (line: number, error: unknown) => unknown,
): ClaimedRow[] {
  const inputsOf = ({ claim, declared }: Claim) =>
    withoutSubject(declared, schema.inputs, claim.inputs as InputRow);
  const wrong = new Map(
    validateRows(schema, claims.map(inputsOf))
      .problems.reverse()
      .map((problem) => [problem.row, problem]),
  );
  const fitting = claims.filter(({ line, claim }, index) => {
    const problem = wrong.get(index);
    if (problem) refuse(line, new Refusal('INPUT_REFUSED', `${problem.field} ${problem.message}`.trim()));
    // What the version does not answer would be left out of the record without a word.
    const [unknown] = unknownOutputs(schema, claim.outputs);
    if (!problem && unknown !== undefined)
      refuse(line, new Refusal('INPUT_REFUSED', `${unknown} is not an output of this version`));
    return !problem && unknown === undefined;
  });
  if (fitting.length === 0) return [];
  const inputs = toTensors(schema, fitting.map(inputsOf));
  const outputs = recordedOutputs(
    schema,
    fitting.map(({ claim }) => claim.outputs),
  );
  const outputRows = fromTensors(schema, outputs);
  const texts = new TextCache();
  return fitting.flatMap(({ line, claim, declared }, index) => {
    try {
      const decision = decisionInForce(subject.decision, claim.threshold);
      const applied = decision ? (applyDecision(schema, decision, outputRows[index]!) ?? null) : null;
      return [
        claimedRow(ctx, subject, {
          line,
          claim,
          declared,
          decision,
          applied,
          texts,
          inputs: packedRow(inputs, index),
          outputs: packedRow(outputs, index),
        }),
      ];
    } catch (error) {
      refuse(line, error);
      return [];
    }
  });
}

const packedRow = (tensors: readonly Tensor[], row: number): Buffer =>
  packTensors(rowOfTensors(tensors, row));

interface Converted extends Claim {
  readonly decision: Decision | null;
  readonly applied: object | null;
  readonly inputs: Buffer;
  readonly outputs: Buffer;
  readonly texts: TextCache;
}

function claimedRow(
  ctx: Context,
  subject: ScoringSubject,
  { line, claim, declared, decision, applied, inputs, outputs, texts }: Converted,
): ClaimedRow {
  refuseBrokenJson(
    [claim.id, claim.consumer, claim.observationWindow, claim.businessReference, claim.subject],
    '',
  );
  refuseBrokenJson(applied, 'outputs');
  const about = nameSubject(declared, claim.inputs as InputRow, claim.subject);
  if (about !== null) refuseBrokenJson(about, 'subject');
  const answeredAt = parseInstant(claim.timestamp, 'timestamp');
  const threshold = texts.canonical(claim.threshold ?? null, 'threshold');
  const runtime = texts.canonical(claim.runtime ?? {}, 'runtime');
  const window = canonicalJson((claim.observationWindow ?? null) as JsonValue);
  const dataReference =
    claim.dataReference === undefined ? '' : canonicalJson(checkDataReference(claim.dataReference));
  const run: RunRecord & { inputs: Buffer; outputs: Buffer } = {
    id: uuidv7(),
    versionId: subject.versionId,
    artifact: subject.artifact ?? '',
    runtime,
    parameters: `{"threshold":${threshold},"observationWindow":${window},"decision":${JSON.stringify(decision)}${dataReference && `,"dataReference":${dataReference}`}}`,
    inputs,
    outputs,
    inputsDigest: hash('sha256', inputs),
    outputsDigest: hash('sha256', outputs),
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
    deploymentId: null,
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
    subjectHash: about === null ? null : subjectHash(ctx.keyring, about),
    answeredAt,
  };
  const content = hash(
    'sha256',
    [
      subject.versionId,
      answeredAt.toISOString(),
      prediction.mode,
      JSON.stringify(claim.consumer),
      run.inputsDigest,
      run.outputsDigest,
      threshold,
      window,
      runtime,
      prediction.businessHash?.toString('hex') ?? '-',
      prediction.subjectHash?.toString('hex') ?? '-',
      ...(dataReference ? [dataReference] : []),
    ].join('\n'),
  );
  return {
    line,
    run,
    prediction,
    content: guarded(ctx, prediction.subjectHash, content),
    subjectFieldId: declared.id,
  };
}

/** A plain digest of what is known about a subject could be found out by trying, also after it was erased. */
const guarded = ({ keyring }: Pick<Context, 'keyring'>, subject: Buffer | null, content: string): string =>
  subject ? keyring.keyedHash(content, 'content-of-subject').toString('hex') : content;

/** Canonical JSON of values that most lines of a batch share. */
class TextCache {
  readonly #known = new Map<string, string>();

  /** @throws Refusal BAD_INPUT for what has no canonical form */
  canonical(value: object | null, field: string): string {
    const written = JSON.stringify(value);
    const known = this.#known.get(written);
    if (known !== undefined) return known;
    refuseBrokenJson(value, field);
    const text = canonicalJson(value as JsonValue);
    this.#known.set(written, text);
    return text;
  }
}

/** The version's rule, with the threshold that the caller says was in force where it is about the same comparison. */
function decisionInForce(rule: Decision | null, threshold: ClaimedPrediction['threshold']): Decision | null {
  if (!rule || !threshold || threshold.output !== rule.output || threshold.op !== rule.op) return rule;
  const { value } = threshold;
  return typeof value === typeof rule.value ? { ...rule, value: value as Decision['value'] } : rule;
}
