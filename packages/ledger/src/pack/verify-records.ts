import type { CheckedFiles } from './checked-files.ts';
import { counted, type Findings } from './findings.ts';
import type { PackContents } from './pack-contents.ts';
import { PackFault } from './pack-fault.ts';
import { blobPath, parsePackPath } from './pack-path.ts';
import { isIn } from './ranges.ts';
import type { Travelling } from './verify-entries.ts';

/** Blobs: each is named by its digest, and what was asked for travels or is named as missing. */
export class BlobCheck {
  readonly #absent: ReadonlySet<string>;
  readonly #cited = new Set<string>();

  /** @throws PackFault for a blob that is not named by its digest */
  constructor(
    readonly checked: CheckedFiles,
    readonly contents: PackContents,
  ) {
    this.#absent = new Set([...contents.leftOut.blobs, ...contents.gone]);
    for (const [path, digest] of checked.sums) {
      const named = parsePackPath(path);
      if (named?.kind !== 'blob') continue;
      if (named.digest !== digest) throw new PackFault('records', path, 'It is not named by its digest.');
      if (this.#absent.has(digest))
        throw new PackFault('records', path, 'It travels, and contents.json says that it does not.');
    }
  }

  visit({ number, read }: Travelling): void {
    if (!isIn(this.contents.records, number)) return;
    for (const digest of Object.values(read().digests)) this.cite(digest, `Entry ${number}`);
  }

  /** @throws PackFault where the blob neither travels nor is named as missing */
  cite(digest: string, by: string): void {
    if (this.#absent.has(digest)) return;
    if (!this.checked.has(blobPath(digest)))
      throw new PackFault('records', blobPath(digest), `${by} cites it, and it does not travel.`);
    this.#cited.add(digest);
  }

  tell(findings: Findings): void {
    const { leftOut, gone } = this.contents;
    let carried = 0;
    for (const path of this.checked.sums.keys()) if (parsePackPath(path)?.kind === 'blob') carried += 1;
    if (carried > 0)
      findings.say(
        'records',
        'sound',
        `${counted(carried, 'record or file', 'records and files')} by their digests`,
      );
    const stray = carried - this.#cited.size;
    if (stray > 0)
      findings.say(
        'records',
        'note',
        `${counted(stray, 'of these is', 'of these are')} cited by nothing in the pack`,
      );
    if (leftOut.blobs.length > 0)
      findings.say(
        'records',
        'note',
        `${counted(leftOut.blobs.length, 'record or file', 'records and files')} left out by whoever made the pack`,
      );
    if (gone.length > 0)
      findings.say(
        'records',
        'note',
        `${counted(gone.length, 'record or file', 'records and files')} erased or no longer held`,
      );
  }
}
