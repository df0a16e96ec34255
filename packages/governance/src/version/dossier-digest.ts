import type {
  DatasetReference,
  DecisionRule,
  Fallback,
  Manifest,
  ManifestFile,
  MetricClaim,
} from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';

/**
 * The authored facts of one revision beside its files, as the `dossier` column keeps them. Amending replaces `metrics`
 * or `datasets`; the rest is as registered, for ever.
 */
export interface Dossier {
  readonly authors: readonly { readonly email: string; readonly part: string }[];
  readonly parameters: { readonly [name: string]: JsonValue };
  readonly metrics: readonly MetricClaim[];
  readonly datasets: readonly DatasetReference[];
  readonly buildEnvironment: { readonly [name: string]: JsonValue };
  readonly sourceCommit: { readonly repository: string; readonly commit: string } | null;
  /** Absent where no run is named, as in every dossier from before runs were kept. */
  readonly run?: { readonly experiment: string; readonly run: string };
  readonly decision: DecisionRule | null;
  readonly outcomeRule: { readonly [name: string]: JsonValue } | null;
  readonly tolerance: { readonly ulp: number } | null;
  readonly fallback: Fallback | null;
}

export type DossierFile = Pick<ManifestFile, 'path' | 'kind' | 'sha256' | 'size'>;

/** The dossier that a manifest describes. Authors are a set: their order is ours. */
export function dossierOf(manifest: Manifest): Dossier {
  const asAuthor = ({ email, part }: Manifest['authors'][number]) => ({ email: email.toLowerCase(), part });
  return {
    authors: sortedBy(manifest.authors.map(asAuthor), ({ email, part }) => `${email}\0${part}`),
    parameters: manifest.parameters as Dossier['parameters'],
    metrics: manifest.metrics,
    datasets: manifest.datasets,
    buildEnvironment: manifest.buildEnvironment as Dossier['buildEnvironment'],
    sourceCommit: manifest.sourceCommit ?? null,
    ...(manifest.run && { run: manifest.run }),
    decision: manifest.decision ?? null,
    outcomeRule: (manifest.outcomeRule as Dossier['outcomeRule']) ?? null,
    tolerance: manifest.tolerance ?? null,
    fallback: manifest.fallback ?? null,
  };
}

/** Documentation is prose; everything else that a version consists of is substance, its schema and notebooks among it. */
const isProse = ({ kind }: DossierFile): boolean => kind === 'documentation';

const sortedBy = <T>(list: readonly T[], key: (item: T) => string): T[] =>
  [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));

const fileFacts = (files: readonly DossierFile[]): JsonValue =>
  sortedBy(files, ({ path }) => path).map(({ path, kind, sha256, size }) => ({ path, kind, sha256, size }));

/** Absent and undefined are the same thing to a digest. */
const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

/**
 * Hex SHA-256 of the canonical JSON (RFC 8785) of everything that a sign-off stands for beside prose: model, label,
 * files, dossier. Model and label are part of it, so that it is the digest of this version alone.
 */
export const substanceDigest = (version: {
  readonly model: string;
  readonly label: string;
  readonly files: readonly DossierFile[];
  readonly dossier: Dossier;
}): string =>
  sha256Hex(
    canonicalJson({
      v: 1,
      kind: 'substance',
      model: version.model,
      version: version.label,
      files: fileFacts(version.files.filter((file) => !isProse(file))),
      dossier: plain(version.dossier),
    }),
  );

/** Hex SHA-256 of the canonical JSON of the prose: release notes, description, documentation files. */
export const presentationDigest = (prose: {
  readonly releaseNotes: string;
  readonly description: string;
  readonly files: readonly DossierFile[];
}): string =>
  sha256Hex(
    canonicalJson({
      v: 1,
      kind: 'presentation',
      releaseNotes: prose.releaseNotes,
      description: prose.description,
      files: fileFacts(prose.files.filter(isProse)),
    }),
  );

/** Hex SHA-256 of the manifest as it was sent, without what it asks for beside the version. */
export function manifestDigest(manifest: Manifest): string {
  const { requestReview: _, ...described } = manifest;
  return sha256Hex(canonicalJson(plain(described)));
}
