import {
  type FileKind,
  FilePath,
  limits,
  type Manifest,
  type ManifestFile,
  Refusal,
} from '@countersign/contracts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';

/** Kinds of which a version has one at most. */
const single: ReadonlySet<FileKind> = new Set(['artifact', 'schema', 'golden-set', 'robustness']);

/** Bytes that a file of a kind may have; kinds that are read whole by the server or a browser are bounded closer. */
const maxBytes: Readonly<Record<FileKind, number>> = {
  artifact: limits.artifact,
  data: limits.artifact,
  schema: limits.document,
  'golden-set': limits.document,
  robustness: limits.document,
  script: limits.document,
  configuration: limits.document,
  documentation: limits.document,
  notebook: limits.notebook,
};

/**
 * What a schema cannot say about a manifest: texts that no database and no canonical form can carry, files that would
 * overwrite each other on some file system, kinds that occur twice.
 * @throws Refusal BAD_INPUT or TOO_LARGE
 */
export function checkManifest(manifest: Manifest): void {
  refuseBrokenJson(manifest, '');
  const folded = new Map<string, string>();
  const kinds = new Set<FileKind>();
  for (const file of manifest.files) {
    const key = foldedPath(file);
    refuseUnportable(file.path);
    const other = folded.get(key);
    if (other !== undefined) {
      throw new Refusal('BAD_INPUT', 'Two files have paths that differ only in case or Unicode form.', {
        field: 'files',
        paths: [other, file.path],
      });
    }
    folded.set(key, file.path);
    if (single.has(file.kind) && kinds.has(file.kind)) {
      throw new Refusal('BAD_INPUT', `A version has one file of the kind ${file.kind}.`, {
        field: 'files',
        kind: file.kind,
      });
    }
    kinds.add(file.kind);
    if (file.size > maxBytes[file.kind]) {
      throw new Refusal(
        'TOO_LARGE',
        `A file of the kind ${file.kind} has at most ${maxBytes[file.kind]} bytes.`,
        { path: file.path, maxBytes: maxBytes[file.kind] },
      );
    }
  }
  for (const [key, path] of folded) {
    const parts = key.split('/');
    const over = parts
      .slice(1)
      .map((_, index) => parts.slice(0, index + 1).join('/'))
      .find((folder) => folded.has(folder));
    if (over !== undefined) {
      throw new Refusal('BAD_INPUT', 'A path is a file and a folder at once.', {
        field: 'files',
        paths: [folded.get(over), path],
      });
    }
  }
}

/**
 * Letters that look like slashes and dots become them where somebody composes characters, and Windows drops spaces and
 * dots at the end of a name: whoever unpacks the version elsewhere must find the same paths. @throws Refusal BAD_INPUT
 */
function refuseUnportable(path: string): void {
  const isPlain = FilePath.safeParse(path.normalize('NFKC')).success;
  if (isPlain && path.split('/').every((part) => part === part.trim() && !part.endsWith('.'))) return;
  throw new Refusal(
    'BAD_INPUT',
    'A path means something else on another system: write it with plain letters.',
    {
      field: 'files',
      paths: [path],
    },
  );
}

/** Two paths of one fold would meet on a file system that ignores case or composes characters. */
const foldedPath = ({ path }: ManifestFile): string => path.normalize('NFKC').toLowerCase().normalize('NFKC');
