import type { FileKind, VersioningDimension, VersionPage } from '@countersign/contracts';
import { fromDossier } from '../version/from-dossier.ts';
import { packageByPackage } from './compare-facts.ts';

type Named = { readonly name: string; readonly value: string };

/** A version's revision in force, as far as its dimensions are told from it. */
export interface VersioningSource {
  readonly dossier: unknown;
  readonly release_notes: string;
  readonly description: string;
  readonly files: readonly { readonly path: string; readonly kind: FileKind; readonly digest: string }[];
}

const dimensionOf: Record<FileKind, VersioningDimension> = {
  data: 'data',
  'golden-set': 'data',
  robustness: 'data',
  script: 'scripts',
  notebook: 'scripts',
  configuration: 'parameters',
  artifact: 'trained-object',
  schema: 'trained-object',
  documentation: 'documentation',
};

/** What a dataset reference says, part by part: `Chicago / rows`. */
export const datasetTexts = (datasets: VersionPage['datasets']): Named[] =>
  datasets.flatMap(({ name, timeRange, ...facts }) =>
    Object.entries({ ...facts, timeRange: timeRange && `${timeRange.start} to ${timeRange.end}` }).flatMap(
      ([part, value]) =>
        value === null ? [] : [{ name: `${name} / ${wordOf[part] ?? part}`, value: textOf(value) }],
    ),
  );

const wordOf: Readonly<Record<string, string>> = { uri: 'URI', timeRange: 'time range' };
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The named parts of a version by dimension; two versions differ in a part where its text does. */
export function versioningParts(source: VersioningSource): Record<VersioningDimension, Named[]> {
  const { parameters, buildEnvironment, datasets } = fromDossier(source.dossier);
  const filesOf = (dimension: VersioningDimension): Named[] =>
    source.files
      .filter(({ kind }) => dimensionOf[kind] === dimension)
      .map(({ path, digest }) => ({ name: path, value: digest }));
  return {
    data: [...datasetTexts(datasets), ...filesOf('data')],
    scripts: filesOf('scripts'),
    parameters: [...parameters, ...filesOf('parameters')],
    'build-environment': packageByPackage(buildEnvironment),
    'trained-object': filesOf('trained-object'),
    documentation: [
      { name: 'release notes', value: source.release_notes },
      { name: 'description', value: source.description },
      ...filesOf('documentation'),
    ],
  };
}
