import {
  type FileKind,
  FilePath,
  limits,
  type Manifest,
  type ManifestFile,
  Refusal,
} from '@countersign/contracts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { refuseManyClaims } from './refuse-many-claims.ts';

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
 * @throws Refusal BAD_INPUT, PATH_REFUSED or TOO_LARGE
 */
export function checkManifest(manifest: Manifest): void {
  refuseBrokenJson(manifest, '');
  refuseManyClaims(manifest.releaseNotes);
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

/** Names that Windows keeps for devices, whatever comes after a dot: writing NUL.txt loses the file, reading CON hangs. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)\s*(?:\.|$)/i;

const isPortable = (part: string): boolean =>
  part === part.trim() && !part.endsWith('.') && !deviceName.test(part.normalize('NFKC'));

/**
 * Letters that look like slashes and dots become them where somebody composes characters, and Windows drops spaces and
 * dots at the end of a name and keeps some names for itself: whoever unpacks the version elsewhere must find the same
 * paths. @throws Refusal PATH_REFUSED
 */
function refuseUnportable(path: string): void {
  const composed = path.normalize('NFKC');
  const isPlain =
    FilePath.safeParse(composed).success && composed.split('/').length === path.split('/').length;
  const part = isPlain ? path.split('/').find((one) => !isPortable(one)) : path;
  if (part === undefined) return;
  throw new Refusal(
    'PATH_REFUSED',
    `The path ${JSON.stringify(path)} means something else on another system: rename ${JSON.stringify(part)}.`,
    { field: 'files', paths: [path] },
  );
}

/** Two paths of one fold would meet on a file system that ignores case or composes characters. */
const foldedPath = ({ path }: ManifestFile): string => path.normalize('NFKC').toLowerCase().normalize('NFKC');
