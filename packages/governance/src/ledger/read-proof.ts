import { type EntryAddress, type EntryProof, Refusal } from '@countersign/contracts';
import { parseNote, proofFileText, toBase64 } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { type InclusionProof, proveEntry, proveEntryCosigned } from './prove-entry.ts';
import { readEntry } from './read-entry.ts';

/** As C2SP tlog-proof has it. */
const fileOf = ({ number, proof, checkpoint }: InclusionProof): string =>
  proofFileText({ index: number, proof, checkpoint: parseNote(checkpoint), extra: null });

/**
 * Proof of an entry in the newest checkpoint that a witness cosigned, else in the newest, for whoever may read the entry; null while none covers it.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readProof(ctx: Context, input: EntryAddress): Promise<EntryProof | null> {
  const { row } = await readEntry(ctx, input);
  const found =
    row.number === null
      ? null
      : ((await proveEntryCosigned(ctx, row.number)) ?? (await proveEntry(ctx, row.number)));
  return (
    found && {
      number: found.number,
      size: found.size,
      checkpoint: found.checkpoint,
      proof: found.proof.map(toBase64),
      file: fileOf(found),
    }
  );
}

/** @throws Refusal NOT_FOUND, also while the entry waits for its number; FORBIDDEN */
export async function readProofFile(ctx: Context, input: EntryAddress): Promise<string> {
  const found = await readProof(ctx, input);
  if (!found)
    throw new Refusal('NOT_FOUND', 'The entry is committed and waits for its number. Ask again in a moment.');
  return found.file;
}
