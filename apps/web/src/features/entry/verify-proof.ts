import type { EntryProof } from '@countersign/contracts';
import {
  consistencyRanges,
  fromBase64,
  isSigned,
  leafHash,
  parseCheckpoint,
  parseKey,
  parseNote,
  TileTree,
  tilePath,
  verifyConsistency,
  verifyInclusion,
} from '@countersign/ledger';
import { withBase } from '../../app/base-path.ts';
import { keepLarger, keptCheckpoint } from '../../app/kept-checkpoint.ts';
import { ed25519Verify, sha256 } from '../../app/ledger-crypto.ts';
import { countText } from '../../marks/index.ts';

/** One thing that was checked, in a sentence. */
export interface Check {
  readonly name: string;
  /** Null: nothing to check it against. */
  readonly holds: boolean | null;
}

/** The ledger has no such tile: it is smaller than it was. */
class Missing extends Error {}

async function fetchBytes(path: string): Promise<Uint8Array> {
  const reply = await fetch(withBase(path), { signal: AbortSignal.timeout(20_000) });
  if (reply.status === 404) throw new Missing(path);
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

/** Key that signs now, and those before it, as this portal tells them. */
async function keysOfThisPortal() {
  const { items } = JSON.parse(new TextDecoder().decode(await fetchBytes('/ledger/keys'))) as {
    items: { verifier: string }[];
  };
  return items.map(({ verifier }) => parseKey(verifier, sha256));
}

/** Checks, in this browser alone, that the bytes are in the ledger where the proof says. @throws Error where the portal does not answer */
export async function verifyProof(body: string, proof: EntryProof): Promise<Check[]> {
  const note = parseNote(proof.checkpoint);
  const head = parseCheckpoint(note.text);
  const keys = await keysOfThisPortal();
  const signed = await Promise.all(keys.map((key) => isSigned(note, key, ed25519Verify)));
  const isIn = verifyInclusion(
    { index: proof.number, size: head.size },
    leafHash(body, sha256),
    proof.proof.map(fromBase64),
    head.root,
    sha256,
  );
  const follows = await followsKept(proof.checkpoint);
  const checks: Check[] = [
    {
      name: `The bytes shown are entry ${countText(proof.number)} of ${countText(head.size)} in the checkpoint`,
      holds: isIn,
    },
    { name: 'The checkpoint is signed by the key of this ledger', holds: signed.includes(true) },
    follows,
  ];
  if (checks.every(({ holds }) => holds !== false)) keepLarger(proof.checkpoint);
  return checks;
}

/** Whether the ledger still begins with what this browser verified before; the page may be older than that. */
async function followsKept(checkpoint: string): Promise<Check> {
  const kept = keptCheckpoint();
  if (kept === null)
    return { name: 'This browser kept no earlier checkpoint; it keeps this one from now on', holds: null };
  const before = parseCheckpoint(parseNote(kept).text);
  const now = parseCheckpoint(parseNote(checkpoint).text);
  if (before.origin !== now.origin)
    return { name: 'This browser kept a checkpoint of another ledger', holds: null };
  const [smaller, larger] = before.size <= now.size ? [before, now] : [now, before];
  const name = `The ledger still has the ${countText(before.size)} entries that this browser verified before`;
  try {
    const tree = new TileTree(larger.size, (tile) => fetchBytes(`/ledger/${tilePath(tile)}`), sha256);
    const proof = await tree.hashes(consistencyRanges(smaller.size, larger.size));
    return { name, holds: verifyConsistency(smaller, larger, proof, sha256) };
  } catch (error) {
    if (error instanceof Missing) return { name, holds: false };
    throw error;
  }
}
