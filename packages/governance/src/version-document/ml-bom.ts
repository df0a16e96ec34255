import type { VersionPage } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { VersionFacts } from './gather-facts.ts';

interface Property {
  readonly name: string;
  readonly value: string;
}

const property = (name: string, value: string): Property => ({ name: `countersign:${name}`, value });
const sha256 = (content: string) => [{ alg: 'SHA-256', content }];
/** Where a digest is one of ours and not some other scheme's text. */
const hashesOf = (digest: string | null) =>
  digest && /^[0-9a-f]{64}$/.test(digest) ? { hashes: sha256(digest) } : {};

/**
 * A CycloneDX 1.6 bill of materials of a version (ECMA-424): the model with its card, data, files and build environment as
 * components. CycloneDX has no word for who says so: properties `countersign:basis` tell checked from claimed.
 */
export function mlBom(facts: VersionFacts): object {
  const { page, files, at, url } = facts;
  const { version } = page;
  const ref = `${version.model.key}@${version.label}`;
  const components = [
    ...page.datasets.map((dataset, index) => dataComponent(dataset, `${ref}/data/${index}`)),
    ...files
      .filter(({ path }) => path !== page.artifact?.path)
      .map(({ path, digest, kind, size }) => ({
        type: 'file',
        'bom-ref': `${ref}/file/${path}`,
        name: path,
        hashes: sha256(digest),
        properties: [property('kind', kind), property('bytes', String(size)), property('basis', 'checked')],
      })),
    ...page.buildEnvironment.map(({ name, value }) => ({
      type: 'library',
      'bom-ref': `${ref}/build/${name}`,
      name,
      version: value,
      scope: 'excluded',
      properties: [property('part', 'build environment'), property('basis', 'claimed')],
    })),
    ...(page.runtime
      ? [
          {
            type: 'framework',
            'bom-ref': `${ref}/runtime`,
            name: page.runtime.name,
            version: page.runtime.version,
            hashes: sha256(page.runtime.wasmSha256),
            properties: [property('part', 'runtime'), property('basis', 'checked')],
          },
        ]
      : []),
  ];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidv7()}`,
    version: 1,
    metadata: {
      timestamp: at,
      tools: { components: [{ type: 'application', name: 'Countersign' }] },
      component: {
        type: 'machine-learning-model',
        'bom-ref': ref,
        name: version.model.key,
        version: version.label,
        description: page.description || facts.purpose,
        ...(page.artifact ? hashesOf(page.artifact.digest) : {}),
        externalReferences: [{ type: 'model-card', url }],
        modelCard: card(facts, ref),
        properties: governance(facts),
      },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((component) => component['bom-ref']) }],
  };
}

const dataComponent = (dataset: VersionPage['datasets'][number], ref: string) => ({
  type: 'data',
  'bom-ref': ref,
  name: dataset.name,
  ...hashesOf(dataset.digest),
  data: [
    {
      type: 'dataset',
      name: dataset.name,
      contents: {
        properties: [
          property('kind', dataset.kind),
          ...(dataset.uri ? [property('uri', dataset.uri)] : []),
          ...(dataset.query ? [property('query', dataset.query)] : []),
          ...(dataset.digest ? [property('digest', dataset.digest)] : []),
          ...(dataset.rows === null ? [] : [property('rows', String(dataset.rows))]),
          ...(dataset.timeRange
            ? [property('time-range', `${dataset.timeRange.start}/${dataset.timeRange.end}`)]
            : []),
        ],
      },
    },
  ],
  properties: [property('basis', 'claimed')],
});

function card({ page, findings, notes }: VersionFacts, ref: string) {
  const sensitive = page.inputs.filter((field) => field.sensitive);
  return {
    'bom-ref': `${ref}/card`,
    modelParameters: {
      datasets: page.datasets.map((_, index) => ({ ref: `${ref}/data/${index}` })),
      inputs: page.inputs.map(({ name, dtype }) => ({ format: `${name}: ${dtype}` })),
      outputs: page.outputs.map(({ name, dtype }) => ({ format: `${name}: ${dtype}` })),
    },
    quantitativeAnalysis: {
      performanceMetrics: page.metrics.map(({ name, value, split, basis }) => ({
        type: name,
        value: String(value),
        slice: `${split} (${basis})`,
      })),
    },
    considerations: {
      useCases: page.goal?.uses ?? [],
      technicalLimitations: [
        ...findings.map(({ name, severity, title }) => `${name}, ${severity}: ${title}`),
        ...notes.errata.map(({ text }) => text),
      ],
      ethicalConsiderations: sensitive.map(({ name, mark }) => ({
        name: `Input ${name} is a sensitive attribute${mark ? ` (${mark.attribute})` : ''}`,
      })),
    },
    properties: parameters(page),
  };
}

const parameters = ({ parameters }: VersionPage): Property[] =>
  parameters.map(({ name, value }) => property(`parameter:${name}`, value));

/** Stage, standing, evidence and sign-offs, which the format has no fields for. */
function governance({ page, evidence, signOffs, checkpoint }: VersionFacts): Property[] {
  const { version } = page;
  return [
    property('stage', version.stage),
    property('standing', version.standing),
    property('tier', page.tier),
    property('substance', page.substance),
    property('presentation', page.presentation),
    property('guarantee', page.guarantee),
    ...(page.approvedUntil ? [property('approved-until', page.approvedUntil)] : []),
    ...evidence
      .filter(({ current }) => current)
      .map(({ kind, name, result, basis }) => property(`evidence:${kind}:${name}`, `${result} (${basis})`)),
    ...signOffs.map(({ gate, decision, person, role, at, state, number }) =>
      property(
        `sign-off:${gate}`,
        `${decision} by ${person.name}, ${role}, ${at}, ${state}${number === null ? '' : `, entry ${number}`}`,
      ),
    ),
    ...(checkpoint ? [property('ledger-size', String(checkpoint.size))] : []),
  ];
}
