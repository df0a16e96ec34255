import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchProof, batchTree, faultOfBatchProof } from './batch-tree.ts';
import { toBase64, toHex } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { leafHash } from './entry.ts';
import { verifyInclusion } from './proof.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const recordOf = (place: number) => canonicalJson({ id: `record-${place}`, v: 1 });

function proofOf(size: number, index: number): BatchProof {
  const records = Array.from({ length: size }, (_, place) => recordOf(place));
  const tree = batchTree(
    records.map((record) => leafHash(record, sha256)),
    sha256,
  );
  return {
    record: records[index]!,
    index,
    size,
    proof: tree.path(index).map(toBase64),
    entry: canonicalJson({
      event: 'predictions.sealed',
      data: { count: size, root: toHex(tree.root) },
    }),
  };
}

describe('the tree of a batch', () => {
  it('has the published roots of RFC 6962 for 1 to 8 leaves, and that of nothing', () => {
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const leaves = inputs.map((hex) => sha256(new Uint8Array([0, ...Buffer.from(hex, 'hex')])));
    const roots = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    for (const [size, root] of roots.entries())
      expect(toHex(batchTree(leaves.slice(0, size), sha256).root)).toBe(root);
  });

  it('proves every leaf of any batch and no leaf of another place', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, seed) => {
        const leaves = Array.from({ length: size }, (_, place) => leafHash(recordOf(place), sha256));
        const tree = batchTree(leaves, sha256);
        const index = seed % size;
        const path = tree.path(index);
        expect(verifyInclusion({ index, size }, leaves[index]!, path, tree.root, sha256)).toBe(true);
        const other = (index + 1) % size;
        if (size > 1)
          expect(verifyInclusion({ index: other, size }, leaves[index]!, path, tree.root, sha256)).toBe(
            false,
          );
      }),
      { numRuns: 60 },
    );
    expect(() => batchTree([], sha256).path(0)).toThrow(RangeError);
  });
});

describe('the proof of a sealed record', () => {
  it('holds as it was made, in batches of one and of many', () => {
    for (const [size, index] of [
      [1, 0],
      [2, 1],
      [7, 6],
      [1_000, 613],
    ] as const)
      expect(faultOfBatchProof(proofOf(size, index), sha256)).toBeNull();
  });

  it('names what is wrong with it', () => {
    const proof = proofOf(7, 3);
    const entry = JSON.parse(proof.entry);
    const withEntry = (changed: object) => ({ ...proof, entry: canonicalJson({ ...entry, ...changed }) });
    const faults: [BatchProof, string][] = [
      [{ ...proof, record: proof.record.replace('record-3', 'record-4') }, 'not-in-batch'],
      [{ ...proof, record: `${proof.record} ` }, 'record-not-canonical'],
      [{ ...proof, record: 'not JSON' }, 'record-not-canonical'],
      [{ ...proof, index: 2 }, 'not-in-batch'],
      [{ ...proof, size: 8 }, 'other-size'],
      [{ ...proof, proof: proof.proof.slice(1) }, 'not-in-batch'],
      [{ ...proof, proof: [...proof.proof, proof.proof[0]!] }, 'not-in-batch'],
      [{ ...proof, proof: ['zz', ...proof.proof.slice(1)] }, 'not-in-batch'],
      [withEntry({ event: 'predictions.recorded' }), 'not-a-seal'],
      [withEntry({ data: { ...entry.data, root: 'ab' } }), 'not-a-seal'],
      [{ ...proof, entry: JSON.stringify(entry, null, 1) }, 'not-a-seal'],
      [withEntry({ data: { ...entry.data, root: '0'.repeat(64) } }), 'not-in-batch'],
    ];
    for (const [wrong, fault] of faults) expect(faultOfBatchProof(wrong, sha256)).toBe(fault);
  });
});
