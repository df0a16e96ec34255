import type { VersionPage } from '@countersign/contracts';
import { jsonWithoutCredentials } from '../dataset/credentials.ts';
import { fittedOnAllOf } from '../dataset/fitted-on-all.ts';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const records = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const pairs = (value: unknown): { name: string; value: string }[] =>
  isRecord(value) ? Object.entries(value).map(([name, of]) => ({ name, value: asText(of) })) : [];

type DossierPart = Pick<
  VersionPage,
  'parameters' | 'buildEnvironment' | 'metrics' | 'datasets' | 'fittedOnAll' | 'sourceCommit'
>;

/** What the current revision's dossier says. Metrics come from the manifest: they are claims. */
export function fromDossier(dossier: unknown): DossierPart {
  const { parameters, buildEnvironment, metrics, datasets, sourceCommit } = isRecord(dossier)
    ? dossier
    : ({} as Json);
  const commit = isRecord(sourceCommit) ? sourceCommit : null;
  const referred: VersionPage['datasets'] = records(datasets)
    .map(jsonWithoutCredentials)
    .map((dataset) => ({
      name: text(dataset.name) ?? '',
      kind: text(dataset.kind) ?? '',
      uri: text(dataset.uri),
      digest: text(dataset.digest),
      query: text(dataset.query),
      timeRange: timeRange(dataset.timeRange),
      rows: number(dataset.rows),
      split: isRecord(dataset.split) ? { ...dataset.split } : null,
      source: isRecord(dataset.source) ? { ...dataset.source } : null,
    }));
  return {
    parameters: pairs(parameters),
    buildEnvironment: pairs(buildEnvironment),
    metrics: records(metrics).map((metric) => ({
      name: text(metric.name) ?? '',
      value: number(metric.value) ?? 0,
      split: text(metric.split) ?? '',
      rows: number(metric.rows),
      datasetDigest: text(metric.datasetDigest),
      basis: 'claimed' as const,
    })),
    datasets: referred,
    fittedOnAll: fittedOnAllOf(referred),
    sourceCommit: commit
      ? { repository: text(commit.repository) ?? '', commit: text(commit.commit) ?? '' }
      : null,
  };
}

function timeRange(value: unknown): { start: string; end: string } | null {
  if (!isRecord(value)) return null;
  const [start, end] = [text(value.start), text(value.end)];
  return start === null || end === null ? null : { start, end };
}
