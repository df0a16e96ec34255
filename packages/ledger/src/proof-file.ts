import { fromBase64, hashBytes, toBase64 } from './bytes.ts';
import { type Note, noteText, parseNote } from './note.ts';

/** C2SP tlog-proof: that an entry is in the ledger, for whoever has the entry and the ledger's key. */
export interface ProofFile {
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly proof: readonly Uint8Array[];
  /** A signed checkpoint. */
  readonly checkpoint: Note;
  /** For applications, and to be trusted by none: nothing signs it. */
  readonly extra: Uint8Array | null;
}

const header = 'c2sp.org/tlog-proof@v1';

export const proofFileText = ({ index, proof, checkpoint, extra }: ProofFile): string =>
  [
    header,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...proof.map(toBase64),
    '',
    noteText(checkpoint),
  ].join('\n');

/** @throws SyntaxError where it is no proof file */
export function parseProofFile(text: string): ProofFile {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = end === -1 ? [] : text.slice(0, end).split('\n');
  if (first !== header) throw new SyntaxError('not a proof file');
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice(6)) : null;
  const index = Number(/^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(index)) throw new SyntaxError('a proof file without the index of its entry');
  const proof = lines.map(fromBase64);
  if (proof.some((hash) => hash.length !== hashBytes)) throw new SyntaxError('a hash has 32 bytes');
  return { index, proof, checkpoint: parseNote(text.slice(end + 2)), extra };
}
