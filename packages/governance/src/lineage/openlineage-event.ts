import type { DatasetReference, OpenLineageDataset, OpenLineageRunEvent } from '@countersign/contracts';
import { jsonWithoutCredentials } from '../dataset/credentials.ts';

const schemaURL = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';
const isUri = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]*$/.test(text) && text.length <= 2_000;
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** What one event tells of, as it is read. */
export interface LineageEventFacts {
  readonly known_at: Date;
  readonly place: string;
  readonly kind: 'registered' | 'run-started' | 'run-ended' | 'deployed' | 'ended';
  readonly at: Date;
  readonly id: string;
  readonly label: string | null;
  readonly description: string | null;
  readonly artifact: string | null;
  readonly datasets: readonly DatasetReference[] | null;
  readonly commit: { readonly repository: string; readonly commit: string } | null;
  readonly run: {
    readonly id: string;
    readonly key: string;
    readonly experiment: string;
    readonly status: string;
    readonly datasets: readonly { readonly name: string; readonly digest: string; readonly source: string }[];
    readonly made: readonly { readonly label: string; readonly artifact: string | null }[];
  } | null;
  readonly environment: string | null;
}

/** Where the events come from: the installation's address, and the model's key. */
interface Origin {
  readonly url: string;
  readonly model: string;
}

const endings: Readonly<Record<string, 'FAIL' | 'ABORT'>> = { FAILED: 'FAIL', KILLED: 'ABORT' };
const facetOf = (file: string, version: string) =>
  `https://openlineage.io/spec/facets/${version}/${file}.json#/$defs/${file}`;

/**
 * An event of OpenLineage, schema 2-0-2: a registration, the training run that a version names, a deployment, or the end of one. The
 * installation is the namespace of what it did itself; data keep their own. What would let somebody in is left out.
 */
export function openLineageEvent(facts: LineageEventFacts, { url, model }: Origin): OpenLineageRunEvent {
  const facet = (file: string, version: string, rest: object) => ({
    _producer: url,
    _schemaURL: facetOf(file, version),
    ...rest,
  });
  const versioned = (version: string | null | undefined): OpenLineageDataset['facets'] =>
    version ? { version: facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion: version }) } : {};
  const versionData = (label: string, artifact: string | null): OpenLineageDataset => ({
    namespace: url,
    name: `m/${model}/v/${label}`,
    facets: versioned(artifact),
  });
  const located = (
    name: string,
    uri: string | undefined,
    version: string | null | undefined,
  ): OpenLineageDataset => ({
    ...placeOf(name, uri, { url, model }),
    facets: {
      ...versioned(version),
      ...(uri !== undefined &&
        isUri(uri) && { dataSource: facet('DatasourceDatasetFacet', '1-0-1', { name, uri }) }),
    },
  });
  const job = (name: string, jobType: string, more: object = {}) => ({
    namespace: url,
    name,
    facets: {
      jobType: facet('JobTypeJobFacet', '2-0-3', {
        processingType: jobType === 'SERVING' ? 'STREAMING' : 'BATCH',
        integration: 'COUNTERSIGN',
        jobType,
      }),
      ...more,
    },
  });
  const { kind, run, label, artifact, commit } = facts;
  const training = run && {
    runId: isUuid(run.key) ? run.key : run.id,
    job: { namespace: url, name: `${model}/experiments/${run.experiment}` },
  };
  const base = { eventTime: facts.at.toISOString(), producer: url, schemaURL };
  const whole = (): OpenLineageRunEvent => {
    if (kind === 'registered')
      return {
        ...base,
        eventType: 'COMPLETE',
        run: {
          runId: facts.id,
          facets: training
            ? {
                parent: facet('ParentRunFacet', '1-0-1', {
                  run: { runId: training.runId },
                  job: training.job,
                }),
              }
            : {},
        },
        job: job(`${model}/register`, 'REGISTRATION', {
          ...(facts.description && {
            documentation: facet('DocumentationJobFacet', '1-0-1', { description: facts.description }),
          }),
          ...(commit &&
            isUri(commit.repository) && {
              sourceCodeLocation: facet('SourceCodeLocationJobFacet', '1-0-1', {
                type: 'git',
                url: commit.repository,
                version: commit.commit,
              }),
            }),
        }),
        inputs: (facts.datasets ?? []).map(({ name, uri, digest }) => located(name, uri, digest)),
        outputs: [versionData(label!, artifact)],
      };
    if (kind === 'run-started' || kind === 'run-ended')
      return {
        ...base,
        eventType: kind === 'run-started' ? 'START' : (endings[run!.status] ?? 'COMPLETE'),
        run: { runId: training!.runId },
        job: job(training!.job.name, 'TRAINING'),
        inputs: run!.datasets.map(({ name, source, digest }) => located(name, source || undefined, digest)),
        outputs: kind === 'run-ended' ? run!.made.map((one) => versionData(one.label, one.artifact)) : [],
      };
    return {
      ...base,
      eventType: kind === 'deployed' ? 'START' : 'COMPLETE',
      run: { runId: facts.id },
      job: job(`${model}/serve/${facts.environment}`, 'SERVING'),
      inputs: [versionData(label!, artifact)],
      outputs: [{ namespace: url, name: `m/${model}/v/${label}/predictions`, facets: {} }],
    };
  };
  return jsonWithoutCredentials(whole());
}

/** Namespace and name as OpenLineage gives them to what lies at an address; what has none is named by its model. */
function placeOf(name: string, uri: string | undefined, { url, model }: Origin) {
  const governed = /^countersign:(m\/.{1,300})$/.exec(uri ?? '');
  if (governed) return { namespace: url, name: governed[1]! };
  const [, scheme, host, path] =
    /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#\s]*))?\/?([^\s]*)$/.exec(uri ?? '') ?? [];
  if (scheme === undefined || !path) return { namespace: `${url}/m/${model}`, name: name || 'unnamed' };
  return { namespace: host ? `${scheme}://${host}` : scheme, name: path };
}
