import { type DatasetReference, datasetLimits } from '@countersign/contracts';
import { isDvcMd5 } from './parse-dvc.ts';
import { pathProblem, uriProblem } from './reference-texts.ts';

/** A place inside of one reference, and what is wrong with it. */
export interface Problem {
  readonly field: string;
  readonly reason: string;
}

type Source = Readonly<Record<string, unknown>>;
type Rule = (value: unknown) => string | null;

const count: Rule = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'is no count from 0 on';
const text: Rule = (value) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 2_000
    ? null
    : 'is no text of 1 to 2,000 characters';
const formed =
  (form: RegExp, what: string): Rule =>
  (value) =>
    typeof value === 'string' && form.test(value) ? null : `is no ${what}`;
const sha256 = formed(/^[0-9a-f]{64}$/, 'SHA-256 in 64 lower-case hex digits');
const objectId = formed(
  /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
  'object id of Git in 40 or 64 lower-case hex digits',
);
const moment = formed(
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/,
  'moment of RFC 3339 with its zone',
);

const rulesOf: Readonly<Record<DatasetReference['kind'], Readonly<Record<string, Rule>>>> = {
  uri: { size: count },
  query: { size: count, ids: idsProblem, engine: text },
  snapshot: { size: count, snapshot: text, takenAt: moment },
  'base-and-changes': {},
  'git-blob': { oid: objectId, size: count, repository: text, path: pathProblem, commit: objectId },
  'git-lfs': {
    oid: formed(/^(?:sha256:)?[0-9a-f]{64}$/, 'sha256: with 64 lower-case hex digits'),
    size: count,
    pointer: pathProblem,
    repository: text,
    path: pathProblem,
    commit: objectId,
  },
  dvc: {
    md5: (value) =>
      typeof value === 'string' && isDvcMd5(value)
        ? null
        : 'is no MD5 in 32 lower-case hex digits, with .dir for a directory',
    size: count,
    nfiles: count,
    pointer: pathProblem,
    listing: pathProblem,
    path: text,
    stage: text,
    repository: text,
    revision: text,
  },
  delta: { version: count, timestamp: moment, log: pathProblem, files: count, size: count },
  mlflow: {
    runId: formed(/^[0-9a-zA-Z][\w-]{0,255}$/, 'run id of MLflow'),
    path: pathProblem,
    size: count,
    digest: formed(/^[\w-]{1,36}$/, 'digest of an MLflow dataset, at most 36 characters'),
  },
};

/** What a kind cannot do without, in words. */
const missing: Readonly<Record<DatasetReference['kind'], (of: DatasetReference) => Problem | null>> = {
  uri: ({ uri }) => (uri === undefined ? { field: 'uri', reason: 'is missing' } : null),
  query: ({ query, timeRange, source }) =>
    query?.trim() || timeRange || source?.ids
      ? null
      : { field: 'query', reason: 'is missing, and so are a time range and ids' },
  snapshot: ({ uri, source }) =>
    uri === undefined && source?.snapshot === undefined
      ? { field: 'uri', reason: 'is missing, and so is the name of the snapshot' }
      : null,
  'base-and-changes': ({ source }) => changesProblem(source ?? {}),
  'git-blob': ({ source }) => required(source, 'oid'),
  'git-lfs': ({ source, digest }) => {
    const oid = source?.oid;
    if (oid === undefined && digest === undefined)
      return { field: 'source.oid', reason: 'is missing, and so is the digest' };
    if (typeof oid === 'string' && digest !== undefined && oid.replace('sha256:', '') !== digest)
      return { field: 'digest', reason: 'is another one than the object id' };
    return required(source, 'size');
  },
  dvc: ({ source }) =>
    required(source, 'md5') ??
    (source?.nfiles !== undefined && !String(source.md5).endsWith('.dir')
      ? { field: 'source.nfiles', reason: 'is there although the MD5 is no directory’s' }
      : null),
  delta: ({ uri, source }) => {
    if (uri === undefined && source?.log === undefined)
      return { field: 'uri', reason: 'is missing, and so is the log' };
    const named = ['version', 'timestamp'].filter((name) => source?.[name] !== undefined).length;
    return named === 1 ? null : { field: 'source', reason: 'names not exactly one of version and timestamp' };
  },
  mlflow: ({ uri, source }) => {
    if (uri === undefined) return required(source, 'runId') ?? required(source, 'path');
    return /^(?:runs:\/[\w-]+\/.|models:\/[^/]+(?:\/|@).|mlflow-artifacts:\/+.)/.test(uri)
      ? null
      : { field: 'uri', reason: 'is no runs:/, models:/ or mlflow-artifacts:/ address with a place' };
  },
};

const required = (source: Source | undefined, name: string): Problem | null =>
  source?.[name] === undefined ? { field: `source.${name}`, reason: 'is missing' } : null;

/** What is wrong with a reference as one of its kind; fields that no kind knows are kept as they are. */
export function kindProblem(dataset: DatasetReference): Problem | null {
  for (const [name, rule] of Object.entries(rulesOf[dataset.kind])) {
    const value = dataset.source?.[name];
    const reason = value === undefined ? null : rule(value);
    if (reason) return { field: `source.${name}`, reason };
  }
  return missing[dataset.kind](dataset) ?? splitProblem(dataset.split) ?? idsCount(dataset);
}

function idsProblem(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return 'is no list with an id in it';
  if (value.length > datasetLimits.ids) return `has more than ${datasetLimits.ids} ids; name a file of them`;
  const odd = value.findIndex((id) => text(id) !== null && !Number.isSafeInteger(id));
  if (odd >= 0) return `has at place ${odd + 1} no id, which is a text or a whole number`;
  return new Set(value.map(String)).size < value.length ? 'names an id twice' : null;
}

const idsCount = ({ kind, rows, source }: DatasetReference): Problem | null =>
  kind === 'query' && rows !== undefined && Array.isArray(source?.ids) && source.ids.length < rows
    ? { field: 'rows', reason: `is more than the ${source.ids.length} ids` }
    : null;

function splitProblem(split: Source | undefined): Problem | null {
  const names = Object.keys(split ?? {});
  if (names.length > datasetLimits.splitNames)
    return { field: 'split', reason: `has more than ${datasetLimits.splitNames} names` };
  const odd = names.find((name) => /rows$/i.test(name) && count(split?.[name]) !== null);
  if (odd !== undefined) return { field: `split.${odd}`, reason: 'is no count from 0 on' };
  return split?.fittedOnAllData === undefined || typeof split.fittedOnAllData === 'boolean'
    ? null
    : { field: 'split.fittedOnAllData', reason: 'is neither true nor false' };
}

const partRules: Readonly<Record<string, Rule>> = {
  uri: (value) => (typeof value === 'string' ? uriProblem(value) : 'is no text'),
  file: pathProblem,
  digest: sha256,
  rows: count,
  added: count,
  removed: count,
};

function changesProblem({ base, changes }: Source): Problem | null {
  const first = partProblem(base, 'source.base');
  if (first) return first;
  if (!Array.isArray(changes) || changes.length === 0)
    return { field: 'source.changes', reason: 'is no list with a change in it' };
  if (changes.length > datasetLimits.changes)
    return { field: 'source.changes', reason: `has more than ${datasetLimits.changes} changes` };
  for (const [at, change] of changes.entries()) {
    const problem = partProblem(change, `source.changes.${at}`);
    if (problem) return problem;
  }
  return null;
}

function partProblem(part: unknown, field: string): Problem | null {
  if (typeof part !== 'object' || part === null || Array.isArray(part))
    return { field, reason: 'is missing or no object' };
  const { uri, file, digest } = part as Source;
  if (uri === undefined && file === undefined && digest === undefined)
    return { field, reason: 'names no uri, file or digest' };
  for (const [name, rule] of Object.entries(partRules)) {
    const value = (part as Source)[name];
    const reason = value === undefined ? null : rule(value);
    if (reason) return { field: `${field}.${name}`, reason };
  }
  return null;
}
