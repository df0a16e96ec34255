import type { MetricClaim, NoteClaim } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import type { Decision, Schema } from '@countersign/scoring';
import { compareSchemas } from '../comparison/compare-schema.ts';
import { judgeBest, type NamedRun } from './judge-best.ts';
import { cannot, type Judged, says } from './say-verdict.ts';
import { claimText, type Operator, type StatedClaim } from './state-claim.ts';

/** What is known of a version that a claim is held against. */
export interface ClaimFacts {
  readonly label: string;
  readonly metrics: readonly MetricClaim[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
  /** The run that it names; null for none. */
  readonly run: NamedRun | null;
}

const holds: Record<Operator, (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

/** Holds a claim against what is known of its own version and of `others`, the versions of the model that it may name. */
export function judgeClaim(
  claim: StatedClaim,
  own: ClaimFacts,
  others: ReadonlyMap<string, ClaimFacts>,
): NoteClaim {
  return { claim: claimText(claim), ...judged(claim, own, others) };
}

function judged(claim: StatedClaim, own: ClaimFacts, others: ReadonlyMap<string, ClaimFacts>): Judged {
  if (claim.kind === 'unreadable') return cannot(claim.problem);
  if (claim.kind === 'best') return judgeBest(claim, own.label, own.run);
  const label = claim.kind === 'unchanged' ? claim.since : 'than' in claim.bound ? claim.bound.than : null;
  if (label === own.label) return cannot('A version cannot be held against itself.');
  const other = label === null ? null : others.get(label);
  if (other === undefined) return cannot(`The model has no version ${label}.`);
  if (claim.kind === 'metric') return judgeMetric(claim, own, other);
  return claim.what === 'schema' ? judgeSchema(own, other!) : judgeParameters(own, other!);
}

function judgeMetric(
  claim: StatedClaim & { kind: 'metric' },
  own: ClaimFacts,
  other: ClaimFacts | null,
): Judged {
  const left = figureOf(claim, own);
  if (typeof left === 'string') return cannot(left);
  const right = other === null ? null : figureOf(claim, other);
  if (typeof right === 'string') return cannot(right);
  for (const figure of [left, right])
    if (claim.digest !== null && figure !== null && figure.datasetDigest !== claim.digest)
      return cannot(
        figure.datasetDigest
          ? 'A figure was taken on other data than the claim names: their digests differ.'
          : 'The claim names its data by digest, and a figure was registered without one.',
      );
  if ('value' in claim.bound)
    return says(
      holds[claim.op](left.value, claim.bound.value),
      `It is ${shown(left.value, claim.bound.value)}, as registered.`,
      'claimed',
    );
  if (left.datasetDigest && right?.datasetDigest && left.datasetDigest !== right.datasetDigest)
    return cannot('The two figures were taken on different data: their digests differ.');
  const figures = `${shown(left.value, right!.value)} against ${shown(right!.value, left.value)} of ${other!.label}, as registered`;
  return says(holds[claim.op](left.value, right!.value), `${figures}; ${sameData(left, right!)}.`, 'claimed');
}

function figureOf(
  { metric, dataset }: { metric: string; dataset: string },
  facts: ClaimFacts,
): MetricClaim | string {
  const found = facts.metrics.filter(({ name, split }) => name === metric && split === dataset);
  const [first] = found;
  if (!first) return `${facts.label} was registered without a figure for ${metric} on ${dataset}.`;
  if (found.some(({ value }) => value !== first.value))
    return `${facts.label} was registered with more than one figure for ${metric} on ${dataset}.`;
  return first;
}

/** Two figures of one data set may have been taken on different rows of it. */
function sameData(left: MetricClaim, right: MetricClaim): string {
  const isOneSet = Boolean(left.datasetDigest && right.datasetDigest);
  if (left.rows !== undefined && right.rows !== undefined && left.rows !== right.rows)
    return isOneSet
      ? `of one data set, on ${left.rows} and on ${right.rows} rows of it`
      : `on ${left.rows} and on ${right.rows} rows, so not the same data`;
  return isOneSet ? 'both on the same data' : 'whether on the same data is not recorded';
}

/** As short as tells it from the figure beside it. */
function shown(value: number, beside: number): string {
  const short = Number(value.toPrecision(4));
  return String(short === Number(beside.toPrecision(4)) && value !== beside ? value : short);
}

function judgeParameters(own: ClaimFacts, other: ClaimFacts): Judged {
  const names = [...new Set([...Object.keys(other.parameters), ...Object.keys(own.parameters)])];
  if (names.length === 0) return cannot('Neither version was registered with parameters.');
  const differing = names.filter((name) => textOf(own.parameters[name]) !== textOf(other.parameters[name]));
  return differing.length === 0
    ? says(true, `All ${names.length} are equal to those of ${other.label}, as registered.`, 'claimed')
    : says(
        false,
        `${differing.length} of ${names.length} differ from ${other.label}: ${listed(differing)}.`,
        'claimed',
      );
}

const textOf = (value: unknown): string | null =>
  value === undefined ? null : canonicalJson(value as JsonValue);

function judgeSchema(own: ClaimFacts, other: ClaimFacts): Judged {
  const rules = { before: other.decision, after: own.decision };
  const { verdict, changes } = compareSchemas(other.schema, own.schema, rules);
  if (verdict === 'unknown') return cannot('One of the two versions has no schema.');
  if (verdict === 'same')
    return says(true, `Inputs, outputs and decision rule are those of ${other.label}.`, 'checked');
  const fields = [...new Set(changes.map(({ field }) => field))];
  return says(false, `It differs from ${other.label} in ${listed(fields)}.`, 'checked');
}

const listedAtMost = 5;
const listed = (names: readonly string[]): string =>
  names.length > listedAtMost
    ? `${names.slice(0, listedAtMost).join(', ')} and ${names.length - listedAtMost} more`
    : names.join(', ');
