import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
// Its public entry asks for a whole bundle of Sigstore's; these two are its checks of a log.
import { verifyCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint.js';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyText, noteText, openZip, parseProofFile } from '../src/index.ts';
import { ExampleLedger, inMemory } from './example-ledger.ts';
import { nodeCrypto } from './node-crypto.ts';

/** Of an entry of Sigstore's log these two look at its bytes and its proof alone. */
const asSigstore = (entry: object) => entry as Parameters<typeof verifyCheckpoint>[0];

const ledger = new ExampleLedger().fill(3).signedAct().fill(294);
const numbers = [0, 5, 255, 256, 299];
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'));
  const pack = await ledger.pack({ entries: numbers.map((number) => [number, number]) }, [100]);
  const files = await openZip(inMemory(pack), nodeCrypto.crc32);
  for (const path of files.sizes.keys()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const pieces: Uint8Array[] = [];
    for await (const piece of files.open(path)) pieces.push(piece);
    writeFileSync(join(folder, path), Buffer.concat(pieces));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a pack, in the hands of tools that are not ours', () => {
  it('holds its checkpoint and proofs before Sigstore’s verifier', () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(ledger.key.publicKey).toString('base64url') };
    const logs = [
      {
        logID: Buffer.from(ledger.key.id),
        baseURL: ledger.origin,
        publicKey: createPublicKey({ key, format: 'jwk' }),
        validFor: { start: new Date(0), end: new Date(8.64e15) },
      },
    ];
    for (const number of numbers) {
      const { index, proof, checkpoint } = parseProofFile(
        readFileSync(join(folder, `proofs/${number}.tlog-proof`), 'utf8'),
      );
      const entry = {
        canonicalizedBody: readFileSync(join(folder, `entries/${number}.json`)),
        inclusionProof: {
          logIndex: String(index),
          hashes: proof.map((hash) => Buffer.from(hash)),
          checkpoint: { envelope: noteText(checkpoint) },
        },
      };
      const seen = verifyCheckpoint(asSigstore(entry), logs);
      expect(seen.logSize).toBe(300n);
      verifyMerkleInclusion(asSigstore(entry), seen);
      const other = { ...entry, canonicalizedBody: Buffer.from('{}') };
      expect(() => verifyMerkleInclusion(asSigstore(other), seen)).toThrow();
    }
  });

  it('is checked by sha256sum and openssl alone, as its README.txt says', () => {
    const readme = readFileSync(join(folder, 'README.txt'), 'utf8');
    const script = join(tmpdir(), `check-${process.pid}.sh`);
    writeFileSync(script, /-----8<----- check\.sh\n([\s\S]*?)-----8<-----/.exec(readme)![1]!);
    const check = (): string => {
      try {
        return execFileSync('sh', [script, folder, keyText(ledger.key)], { encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        return `refused: ${stdout}${stderr}`;
      }
    };
    expect(check()).toMatch(
      /signed by countersign\.example\/ledger\nentries: 5, each proven to be in the ledger\n$/,
    );

    const change = (path: string, from: string, to: string) => {
      const before = readFileSync(join(folder, path), 'utf8');
      writeFileSync(join(folder, path), before.replace(from, to));
      return () => writeFileSync(join(folder, path), before);
    };
    const resum = () => {
      const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8');
      const paths = sums.split('\n').flatMap((line) => line.slice(66) || []);
      writeFileSync(
        join(folder, 'SHA256SUMS'),
        execFileSync('sh', ['-c', 'sha256sum "$@"', 'sh', ...paths], { cwd: folder, encoding: 'utf8' }),
      );
      return () => writeFileSync(join(folder, 'SHA256SUMS'), sums);
    };
    const undoes = [change('entries/255.json', '"n":255', '"n":256')];
    expect(check()).toMatch(/^refused: [\s\S]*entries\/255\.json: FAILED/);
    // Whoever changes an entry and its sum still meets the tree, and whoever changes the root the signature.
    undoes.push(resum());
    expect(check()).toMatch(/^refused: [\s\S]*entry 255 is not in the ledger/);
    for (const undo of undoes.reverse()) undo();
    const [, size] = readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n');
    change('checkpoint', `\n${size}\n`, '\n301\n');
    resum();
    expect(check()).toMatch(/^refused: [\s\S]*the signature under the checkpoint does not hold/);
    rmSync(script);
  });
});
