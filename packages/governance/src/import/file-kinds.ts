import { type FileKind, FilePath, limits, type Manifest } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { DraftList } from './draft.ts';

/** Kinds by how a file ends; null where nobody here could read it. */
export function kindOf(path: string): Exclude<FileKind, 'artifact'> | null {
  if (/(?:^|\/)[^/]*input_example[^/]*\.json$|\.(?:md|rst)$/i.test(path)) return 'documentation';
  if (
    /(?:^|\/)ML(?:model|project)$|\.(?:ya?ml|toml|cfg|ini|json)$|(?:^|\/)requirements[^/]*\.txt$/i.test(path)
  )
    return 'configuration';
  if (/\.(?:py|r|sh|sql|jl)$/i.test(path)) return 'script';
  return /\.ipynb$/i.test(path) ? 'notebook' : null;
}

/** The files of a version to be, with their bytes by digest. */
export class VersionFiles {
  readonly listed: Manifest['files'] = [];
  readonly bytes = new Map<string, Uint8Array>();

  constructor(readonly list: DraftList) {}

  /** Lists a file under its name in the version, or says why it stays aside. */
  take(path: string, name: string, kind: FileKind, content: Uint8Array): void {
    if (!FilePath.safeParse(name).success) this.list.leave(path, 'A path that no version may have');
    else if (kind !== 'artifact' && content.length > limits.document)
      this.list.leave(path, 'Too large for a file of its kind');
    else if (this.listed.length >= limits.filesPerVersion)
      this.list.leave(path, `More than ${limits.filesPerVersion} files`);
    else {
      const sha256 = sha256Hex(content);
      this.listed.push({ path: name, kind, sha256, size: content.length });
      this.bytes.set(sha256, content);
    }
  }

  /** An item for each, as they lie in `folder`. */
  show(folder: string): void {
    for (const { path, kind } of this.listed) this.list.item('file', path, `${folder}${path}`, { kind });
  }
}
