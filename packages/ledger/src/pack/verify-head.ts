import { fromBase64, hashBytes, isEqual } from '../bytes.ts';
import { type Checkpoint, cosignedAt, parseCheckpoint } from '../checkpoint.ts';
import { isBy, isSigned, keyText, noteText, parseNote, type VerifierKey } from '../note.ts';
import { verifyConsistency } from '../proof.ts';
import type { ReadTile } from '../tile.ts';
import type { CheckedFiles } from './checked-files.ts';
import { counted, type Findings, reading } from './findings.ts';
import type { PackCrypto } from './pack-crypto.ts';
import { PackFault } from './pack-fault.ts';
import type { PackHead } from './pack-head.ts';
import { checkpointPath, consistencyPath, parsePackPath } from './pack-path.ts';
import type { PackTree } from './pack-tree.ts';

/** What a verifier brings along: nothing of it comes out of the pack. */
export interface Given {
  /** Of the ledger, an earlier one too where it was replaced; without any the checkpoint vouches for nothing. */
  readonly keys: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
  /** Checkpoints that somebody kept, as they were received, and what they are called. */
  readonly kept: readonly { readonly name: string; readonly text: string }[];
  /** Of the ledger where it is served: asked for a tile that a pack lacks for a kept checkpoint, and believed only where it fits the pack's tree. */
  readonly readTile?: ReadTile;
}

/** The checkpoint that everything is proven against, signed by a key that was given. @throws PackFault */
export async function verifyHead(checked: CheckedFiles, given: Given, findings: Findings): Promise<PackHead> {
  const head = await readHead(checked, 'checkpoint');
  const facts = `${head.origin}, ${counted(head.size, 'entry', 'entries')}`;
  if (given.keys.length === 0)
    findings.say(
      'checkpoint',
      'cannot-tell',
      `${facts}. Who signed it cannot be told: the ledger’s key was not given, and a key from the same hands would prove nothing.`,
    );
  else {
    const key = await signerOf(head, given.keys, checked.crypto, 'checkpoint');
    findings.say('checkpoint', 'sound', `${facts}, signed by ${keyText(key).slice(0, key.name.length + 9)}`);
  }
  return head;
}

async function readHead(checked: CheckedFiles, path: string): Promise<PackHead> {
  const text = await checked.text(path);
  return reading('checkpoint', path, () => {
    const note = parseNote(text);
    if (noteText(note) !== text) throw new SyntaxError('it is no signed note in its one form');
    return { ...parseCheckpoint(note.text), note };
  });
}

/** The key that signed, under the name that the checkpoint has as its origin. @throws PackFault */
export async function signerOf(
  { note, origin }: PackHead,
  keys: readonly VerifierKey[],
  { ed25519Verify }: Pick<PackCrypto, 'ed25519Verify'>,
  path: string | null,
): Promise<VerifierKey> {
  for (const key of keys) if (key.name === origin && (await isSigned(note, key, ed25519Verify))) return key;
  const isClaimed = keys.some((key) => note.signatures.some((signature) => isBy(signature, key)));
  throw new PackFault(
    'checkpoint',
    path,
    isClaimed
      ? 'The signature under the checkpoint does not hold.'
      : `The checkpoint of ${origin} is not signed by the key that was given.`,
  );
}

/** The newest of these checkpoints that the witness cosigned; a later ledger continues it. @throws PackFault */
async function verifyWitness(
  heads: readonly PackHead[],
  witness: VerifierKey,
  crypto: Pick<PackCrypto, 'ed25519Verify'>,
  findings: Findings,
): Promise<void> {
  for (const head of heads) {
    if (!head.note.signatures.some((signature) => isBy(signature, witness))) continue;
    const at = await cosignedAt(head.note, witness, crypto.ed25519Verify);
    if (at === null)
      throw new PackFault('witness', null, `The cosignature of ${witness.name} does not hold.`);
    const seen =
      head === heads[0]
        ? 'this checkpoint'
        : `${counted(head.size, 'entry', 'entries')}, which this ledger continues`;
    return findings.say(
      'witness',
      'sound',
      `${witness.name} saw ${seen}, at ${new Date(at * 1_000).toISOString()}`,
    );
  }
  findings.say('witness', 'cannot-tell', `${witness.name} cosigned no checkpoint that is here`);
}

/**
 * Each witness that was given, and by their names those that were not: what stands under a checkpoint is anybody's until its
 * key is known. The newest checkpoint first. @throws PackFault
 */
export async function verifyWitnesses(
  heads: readonly PackHead[],
  given: Given,
  crypto: Pick<PackCrypto, 'ed25519Verify'>,
  findings: Findings,
): Promise<void> {
  for (const witness of given.witnesses) await verifyWitness(heads, witness, crypto, findings);
  const known = [...given.keys, ...given.witnesses];
  const names = heads.flatMap(({ note, origin }) =>
    note.signatures
      .filter((signature) => signature.name !== origin && !known.some((key) => isBy(signature, key)))
      .map(({ name }) => name),
  );
  if (names.length > 0)
    findings.say(
      'witness',
      'note',
      `Not checked: ${[...new Set(names)].join(', ')} signed too, it says, and no such key was given`,
    );
}

/** Earlier checkpoints of the pack, and those that somebody kept: this ledger must continue each. @throws PackFault */
export async function verifyKept(
  checked: CheckedFiles,
  head: PackHead,
  tree: PackTree,
  given: Given,
  findings: Findings,
): Promise<void> {
  const earlierHeads: PackHead[] = [];
  for (const path of checked.sums.keys()) {
    const named = parsePackPath(path);
    if (named?.kind === 'consistency') await readConsistency(checked, named.before, named.after, head);
    if (named?.kind !== 'checkpoint') continue;
    const earlier = await readHead(checked, path);
    if (earlier.size !== named.number || earlier.origin !== head.origin)
      throw new PackFault('kept', path, 'It is the checkpoint of another ledger or size.');
    if (given.keys.length > 0) await signerOf(earlier, given.keys, checked.crypto, path);
    if ((await isContinued(checked, earlier, head, tree)) === null)
      throw new PackFault('kept', path, 'Nothing in the pack proves that the ledger continues it.');
    earlierHeads.push(earlier);
  }
  if (earlierHeads.length > 0)
    findings.say(
      'kept',
      'sound',
      `${counted(earlierHeads.length, 'earlier checkpoint')} of the pack, each continued`,
    );
  const heads = [head, ...earlierHeads.sort((one, other) => other.size - one.size)];
  await verifyWitnesses(heads, given, checked.crypto, findings);
  for (const { name, text } of given.kept)
    await verifyKeptOne(checked, head, tree, given, findings, name, text);
}

async function verifyKeptOne(
  checked: CheckedFiles,
  head: PackHead,
  tree: PackTree,
  given: Given,
  findings: Findings,
  name: string,
  text: string,
): Promise<void> {
  const kept = readKept(name, text);
  if (typeof kept === 'string') return findings.say('kept', 'cannot-tell', kept);
  const entries = counted(kept.size, 'entry', 'entries');
  if (kept.origin !== head.origin)
    return findings.say('kept', 'cannot-tell', `${name} is a checkpoint of another ledger, ${kept.origin}`);
  if (given.keys.length > 0) {
    try {
      await signerOf(kept, given.keys, checked.crypto, null);
    } catch (error) {
      if (!(error instanceof PackFault)) throw error;
      return findings.say(
        'kept',
        'cannot-tell',
        `${name} is not signed by the key that was given, so it proves nothing`,
      );
    }
  }
  if (kept.size > head.size)
    return findings.say(
      'kept',
      'cannot-tell',
      `${name} is of ${entries}, more than this pack has: the pack is older than it, or the ledger’s end was cut off`,
    );
  const isHeld = await isContinued(checked, kept, head, tree);
  if (isHeld === null)
    findings.say(
      'kept',
      'cannot-tell',
      `${name} is of ${entries}, and the pack has neither a proof nor tiles for that size${given.readTile ? ', nor did the ledger that was asked give one that fits' : ''}`,
    );
  else if (isHeld) findings.say('kept', 'sound', `${name}, ${entries}: this ledger continues it`);
}

export function readKept(name: string, text: string): PackHead | string {
  try {
    const note = parseNote(text);
    return { ...parseCheckpoint(note.text), note };
  } catch (error) {
    if (error instanceof SyntaxError) return `${name} is no checkpoint: ${error.message}`;
    throw error;
  }
}

/** True where the ledger continues the earlier one; null where the pack has no means to tell. @throws PackFault where it does not */
async function isContinued(
  checked: CheckedFiles,
  earlier: Checkpoint,
  head: PackHead,
  tree: PackTree,
): Promise<true | null> {
  const { sha256 } = checked.crypto;
  const fault = (path: string | null) =>
    new PackFault(
      'kept',
      path,
      `The ledger was rewritten: it does not continue the checkpoint of ${counted(earlier.size, 'entry', 'entries')}.`,
    );
  if (earlier.size > head.size) throw fault(null);
  const path = consistencyPath(earlier.size, head.size);
  if (earlier.size < head.size && checked.has(path)) {
    const proof = await readConsistency(checked, earlier.size, head.size, head);
    if (!verifyConsistency(earlier, head, proof, sha256)) throw fault(path);
    return true;
  }
  const root = earlier.size === head.size ? head.root : await tree.rootAt(earlier.size);
  if (root === null) return null;
  if (!isEqual(root, earlier.root))
    throw fault(checked.has(checkpointPath(earlier.size)) ? checkpointPath(earlier.size) : null);
  return true;
}

async function readConsistency(
  checked: CheckedFiles,
  before: number,
  after: number,
  head: PackHead,
): Promise<Uint8Array[]> {
  const path = consistencyPath(before, after);
  const text = await checked.text(path);
  return reading('kept', path, () => {
    const read = JSON.parse(text) as { size1: number; size2: number; proof: string[] };
    if (read.size1 !== before || read.size2 !== after || after !== head.size || !Array.isArray(read.proof))
      throw new SyntaxError('it is a proof for other sizes');
    const proof = read.proof.map(fromBase64);
    if (proof.some((hash) => hash.length !== hashBytes)) throw new SyntaxError('a hash has 32 bytes');
    return proof;
  });
}
