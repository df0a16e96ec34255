import { generateKeyPairSync, sign } from 'node:crypto';
import type { EntryProof } from '@countersign/contracts';
import {
  checkpointText,
  keyText,
  keyTypes,
  leafHash,
  nodeHash,
  noteText,
  signNote,
  toBase64,
  verifierKey,
} from '@countersign/ledger';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sha256 } from '../../app/ledger-crypto.ts';
import { verifyProof } from './verify-proof.ts';

const pair = generateKeyPairSync('ed25519');
const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const key = verifierKey('ledger.example/ledger', keyTypes.note, publicKey, sha256);
const bodies = ['{"event":"one"}', '{"event":"two"}', '{"event":"three"}'];
const [one, two, three] = bodies.map((body) => leafHash(body, sha256)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const below = nodeHash(one, two, sha256);

async function checkpoint(size: number, root: Uint8Array): Promise<string> {
  const text = checkpointText({ origin: key.name, size, root });
  return noteText({
    text,
    signatures: [await signNote(text, key, (message) => sign(null, message, pair.privateKey))],
  });
}
const proofOf = async (size: number, root: Uint8Array, proof: Uint8Array[]): Promise<EntryProof> => ({
  number: 0,
  size,
  checkpoint: await checkpoint(size, root),
  proof: proof.map(toBase64),
  file: '',
});
const holds = async (body: string, proof: EntryProof) =>
  (await verifyProof(body, proof)).map((check) => check.holds);

let tiles: Record<string, Uint8Array>;
beforeEach(() => {
  localStorage.clear();
  tiles = { '/ledger/tile/0/000.p/3': Buffer.concat([one, two, three]) };
  vi.stubGlobal('fetch', async (path: string) => {
    if (path === '/ledger/keys') return Response.json({ items: [{ verifier: keyText(key) }] });
    const tile = tiles[path];
    return tile ? new Response(new Uint8Array(tile)) : new Response(null, { status: 404 });
  });
});
afterEach(() => vi.unstubAllGlobals());

it('accepts an entry that is where the proof says, and keeps the checkpoint for the next time', async () => {
  expect(await holds(bodies[0]!, await proofOf(2, below, [two]))).toEqual([true, true, null]);
  expect(await holds(bodies[0]!, await proofOf(3, nodeHash(below, three, sha256), [two, three]))).toEqual([
    true,
    true,
    true,
  ]);
});

it('says so of other bytes, of another key and of a changed checkpoint', async () => {
  const proof = await proofOf(2, below, [two]);
  expect(await holds('{"event":"One"}', proof)).toEqual([false, true, null]);
  const other = { ...proof, checkpoint: proof.checkpoint.replace('\n2\n', '\n3\n') };
  expect((await holds(bodies[0]!, other))[1]).toBe(false);
});

it('says so of a ledger that was rewritten or shortened since, though its key signed it', async () => {
  await verifyProof(bodies[0]!, await proofOf(3, nodeHash(below, three, sha256), [two, three]));
  const rewritten = nodeHash(one, leafHash('other', sha256), sha256);
  tiles = { '/ledger/tile/0/000.p/2': Buffer.concat([one, leafHash('other', sha256)]) };
  expect(await holds(bodies[0]!, await proofOf(2, rewritten, [leafHash('other', sha256)]))).toEqual([
    true,
    true,
    false,
  ]);
});
