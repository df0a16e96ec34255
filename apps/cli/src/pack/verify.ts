import { type Given, type PackRow, type PackVerdict, verifyPack } from '@countersign/ledger';
import type { Printer } from '../printer.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openPack } from './open-pack.ts';

const marks = { sound: '✓', broken: '✗', 'cannot-tell': '?', note: '·' } as const;
const checkNames: Readonly<Record<PackRow['check'], string>> = {
  files: 'Files',
  checkpoint: 'Checkpoint',
  witness: 'Witness',
  kept: 'Kept checkpoints',
  tree: 'Tree',
  entries: 'Entries',
  signatures: 'Signatures',
  records: 'Records and files',
  predictions: 'Predictions',
  report: 'Report',
};
const conclusions = {
  sound: 'Sound: everything that this pack says follows from what you brought along.',
  broken: 'Broken: the pack is not what it says.',
  'cannot-tell': 'Cannot tell: nothing is broken, and something that you asked could not be answered.',
} as const;
const exitCodes = { sound: 0, broken: 1, 'cannot-tell': 2 } as const;

/** Verifies a pack and prints what was found. 0 where it is sound, 1 broken, 2 cannot tell. @throws CommandFailure */
export async function verify(path: string, given: Given, printer: Printer): Promise<0 | 1 | 2> {
  const pack = await openPack(path);
  try {
    const verdict = await verifyPack(pack.open, given, nodeCrypto, tellProgress(printer));
    printer.result(verdict, () => linesOf(path, verdict));
    return exitCodes[verdict.verdict];
  } finally {
    await pack.close();
  }
}

export function linesOf(path: string, { verdict, rows, head }: PackVerdict): string[] {
  const width = Math.max(...rows.map(({ check }) => checkNames[check].length));
  return [
    `${path}${head ? `, ledger ${head.origin}` : ''}`,
    ...rows.map(
      ({ check, verdict: found, said, path: where }) =>
        `  ${marks[found]} ${checkNames[check].padEnd(width)}  ${where ? `${where}: ` : ''}${said}`,
    ),
    conclusions[verdict],
  ];
}

const stepMs = 2_000;

/** A line every few seconds, so that a large pack is seen to move. */
function tellProgress(printer: Printer): (done: number, of: number) => void {
  let next = Date.now() + stepMs;
  return (done, of) => {
    if (Date.now() < next) return;
    next = Date.now() + stepMs;
    printer.progress(`${Math.floor((100 * done) / of)} % of ${of.toLocaleString('en')} bytes`);
  };
}
