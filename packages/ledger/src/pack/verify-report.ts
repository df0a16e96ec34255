import type { CheckedFiles } from './checked-files.ts';
import { type Findings, reading } from './findings.ts';
import type { PackContents } from './pack-contents.ts';
import { PackFault } from './pack-fault.ts';
import { predictionPath, reportNames } from './pack-path.ts';
import { countWithin, isRanges, type Ranges } from './ranges.ts';
import type { Travelling } from './verify-entries.ts';
import type { BlobCheck } from './verify-records.ts';

interface SpeaksOf {
  readonly entries?: Ranges;
  readonly blobs?: readonly string[];
  readonly predictions?: readonly string[];
}

/** The report's files: those that an entry vouches for, and everything that they speak of is here or named as missing. */
export class ReportCheck {
  #files: { readonly [name: string]: unknown } | null = null;

  constructor(
    readonly checked: CheckedFiles,
    readonly contents: PackContents,
  ) {}

  visit({ number, read }: Travelling): void {
    if (number !== this.contents.statedBy) return;
    const { data } = read();
    if (typeof data.files === 'object' && data.files !== null)
      this.#files = data.files as { readonly [name: string]: unknown };
  }

  /** @throws PackFault */
  async run(blobs: BlobCheck, findings: Findings): Promise<void> {
    const there = reportNames.filter((name) => this.checked.has(name));
    const { statedBy } = this.contents;
    if (statedBy !== null && !this.#files)
      throw new PackFault('report', 'contents.json', `Entry ${statedBy} vouches for no report.`);
    for (const name of there)
      if (this.#files && this.#files[name] !== this.checked.sums.get(name))
        throw new PackFault('report', name, `It is not the file that entry ${statedBy} vouches for.`);
    if (this.checked.has('report.json')) await this.#verifySpeaksOf(blobs);
    if (there.length === 0) return;
    if (this.#files) findings.say('report', 'sound', `${there.join(', ')}, vouched for by entry ${statedBy}`);
    else findings.say('report', 'note', `${there.join(', ')}: no entry vouches for it`);
  }

  async #verifySpeaksOf(blobs: BlobCheck): Promise<void> {
    const text = await this.checked.text('report.json', 1 << 28);
    const report = await reading('report', 'report.json', () => JSON.parse(text) as { speaksOf?: SpeaksOf });
    const { entries = [], blobs: cited = [], predictions = [] } = report?.speaksOf ?? {};
    const fault = (what: string) =>
      new PackFault(
        'report',
        'report.json',
        `It speaks of ${what}, which neither travels nor is named as left out.`,
      );
    if (!isRanges(entries) || !Array.isArray(cited) || !Array.isArray(predictions))
      throw new PackFault('report', 'report.json', 'What it speaks of is not written as a pack has it.');
    const { entries: carried, leftOut } = this.contents;
    for (const [first, last] of entries)
      if (countWithin(carried, first, last) + countWithin(leftOut.entries, first, last) !== last - first + 1)
        throw fault(first === last ? `entry ${first}` : `entries ${first} to ${last}`);
    for (const id of predictions) if (!this.checked.has(predictionPath(id))) throw fault(`prediction ${id}`);
    for (const digest of cited) blobs.cite(digest, 'The report');
  }
}
