import { toHex } from '../bytes.ts';
import { CheckedFiles } from './checked-files.ts';
import { counted, Findings, type PackRow, reading } from './findings.ts';
import { type PackContents, parseContents } from './pack-contents.ts';
import type { PackCrypto } from './pack-crypto.ts';
import { PackFault } from './pack-fault.ts';
import type { PackFiles } from './pack-files.ts';
import type { PackHead } from './pack-head.ts';
import { contentsPath } from './pack-path.ts';
import { PackTree } from './pack-tree.ts';
import { countOf } from './ranges.ts';
import { EntryWalk } from './verify-entries.ts';
import { type Given, verifyHead, verifyKept } from './verify-head.ts';
import { PredictionCheck } from './verify-predictions.ts';
import { BlobCheck } from './verify-records.ts';
import { ReportCheck } from './verify-report.ts';
import { SignatureCheck } from './verify-signatures.ts';

export interface PackVerdict {
  /** `cannot-tell`: nothing is broken, and something that was asked could not be answered. */
  readonly verdict: 'sound' | 'broken' | 'cannot-tell';
  /** In the order of the checks; the first broken one is the last. */
  readonly rows: readonly PackRow[];
  /** What the checkpoint says; null where it could not be read. Root in hex. */
  readonly head: { readonly origin: string; readonly size: number; readonly root: string } | null;
  readonly contents: PackContents | null;
}

/** How far it is, in bytes of the pack. */
export type Progress = (done: number, of: number) => void;

/**
 * Checks everything that a pack says, against what the verifier brings along. Whatever is wrong with a pack is returned; what is
 * thrown is a failure to read it at all.
 */
export async function verifyPack(
  open: () => Promise<PackFiles>,
  given: Given,
  crypto: PackCrypto,
  tell: Progress = () => {},
): Promise<PackVerdict> {
  const findings = new Findings();
  const found: { head: PackHead | null; contents: PackContents | null } = { head: null, contents: null };
  try {
    const files = await open();
    await verifyFiles(files, given, crypto, tell, findings, found);
  } catch (error) {
    if (!(error instanceof PackFault)) throw error;
    findings.broken(error);
  }
  const { head, contents } = found;
  return {
    verdict: findings.verdict,
    rows: findings.rows,
    head: head && { origin: head.origin, size: head.size, root: toHex(head.root) },
    contents,
  };
}

async function verifyFiles(
  files: PackFiles,
  given: Given,
  crypto: PackCrypto,
  tell: Progress,
  findings: Findings,
  found: { head: PackHead | null; contents: PackContents | null },
): Promise<void> {
  const total = [...files.sizes.values()].reduce((sum, size) => sum + size, 0);
  let done = 0;
  const checked = await CheckedFiles.open(files, crypto, (bytes) => {
    done += bytes;
    tell(done, total);
  });
  const head = await verifyHead(checked, given, findings);
  found.head = head;
  const contents = await readContents(checked, head);
  found.contents = contents;
  const tree = new PackTree(checked, head, given.readTile);
  const signatures = new SignatureCheck(checked);
  const blobs = new BlobCheck(checked, contents);
  const predictions = new PredictionCheck(checked);
  const report = new ReportCheck(checked, contents);
  const walk = new EntryWalk(checked, head, contents, (entry) => {
    blobs.visit(entry);
    predictions.visit(entry);
    report.visit(entry);
    return signatures.visit(entry);
  });
  await walk.run(tree);
  if (tree.count > 0)
    findings.say('tree', 'sound', `${counted(tree.count, 'tile')}, from which the checkpoint’s root follows`);
  findings.say(
    'entries',
    'sound',
    `${counted(walk.carried, 'entry', 'entries')}, each canonical and proven to be in the ledger`,
  );
  tellLeftOut(contents, findings);
  await verifyKept(checked, head, tree, given, findings);
  signatures.tell(findings);
  await predictions.run(contents, blobs, findings);
  await report.run(blobs, findings);
  await checked.rest();
  blobs.tell(findings);
  findings.rows.unshift({
    check: 'files',
    verdict: 'sound',
    said: `${counted(checked.count, 'file')}, ${counted(total, 'byte')}, all as SHA256SUMS says`,
  });
}

async function readContents(checked: CheckedFiles, { origin, size }: PackHead): Promise<PackContents> {
  const text = await checked.text(contentsPath);
  const contents = await reading('files', contentsPath, () => parseContents(text));
  if (contents.origin !== origin || contents.size !== size)
    throw new PackFault('files', contentsPath, 'It speaks of another ledger or size than the checkpoint.');
  return contents;
}

function tellLeftOut({ leftOut }: PackContents, findings: Findings): void {
  const count = countOf(leftOut.entries);
  if (count > 0)
    findings.say(
      'entries',
      'note',
      `${counted(count, 'entry', 'entries')} left out by whoever made the pack, ${listed(leftOut.entries)}; their hashes are in the tree`,
    );
}

/** `3, 17 to 20 and 4 more ranges` */
function listed(ranges: PackContents['entries']): string {
  const said = ranges
    .slice(0, 10)
    .map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
  const more = ranges.length - said.length;
  return `${said.join(', ')}${more > 0 ? ` and ${counted(more, 'more range')}` : ''}`;
}
