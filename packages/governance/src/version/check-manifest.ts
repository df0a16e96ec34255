import { type FileKind, limits, type Manifest, type ManifestFile, Refusal } from '@countersign/contracts';

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

/** Levels of nesting, which bounds recursion here and in the canonical form. */
const maxDepth = 64;

/**
 * What a schema cannot say about a manifest: texts that no database and no canonical form can carry, files that would
 * overwrite each other on some file system, kinds that occur twice.
 * @throws Refusal BAD_INPUT or TOO_LARGE
 */
export function checkManifest(manifest: Manifest): void {
  refuseBrokenText(manifest, '');
  const folded = new Map<string, string>();
  const kinds = new Set<FileKind>();
  for (const file of manifest.files) {
    const key = foldedPath(file);
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

/** Two paths of one fold would meet on a file system that ignores case or composes characters. */
const foldedPath = ({ path }: ManifestFile): string => path.normalize('NFKC').toLowerCase().normalize('NFKC');

/** NUL has no place in PostgreSQL's text, a lone surrogate none in UTF-8, an unsafe integer none in canonical JSON. */
function refuseBrokenText(value: unknown, field: string, depth = 0): void {
  if (depth > maxDepth)
    throw new Refusal('BAD_INPUT', `The manifest nests deeper than ${maxDepth} levels.`, {});
  if (typeof value === 'string') {
    if (/[\0\p{Cs}]/u.test(value))
      throw new Refusal('BAD_INPUT', 'A text holds a NUL or broken character.', { field });
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw new Refusal('BAD_INPUT', 'A number is beyond what JSON carries exactly; write it as text.', {
        field,
      });
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const at = field === '' ? key : `${field}.${key}`;
      refuseBrokenText(key, at, depth + 1);
      refuseBrokenText(item, at, depth + 1);
    }
  }
}
