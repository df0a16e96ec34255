import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../src/bytes.ts';
import {
  cosign,
  type Given,
  keyTypes,
  openZip,
  tilePath,
  verifierKey,
  writePackFiles,
} from '../src/index.ts';
import { PackWriter } from '../src/pack/pack-writer.ts';
import { ExampleLedger, inMemory } from './example-ledger.ts';
import { nodeCrypto, signer } from './node-crypto.ts';
import { brokenRow, given, said, verify } from './verdict.ts';

let ledger: ExampleLedger;
let small: Uint8Array;
beforeAll(async () => {
  ledger = new ExampleLedger().fill(3).signedAct().fill(600);
  small = await ledger.pack({ entries: [[2, 6]] }, [5]);
});

describe('a pack', () => {
  it('of some entries is sound, and says what it holds', async () => {
    const verdict = await verify(small, given(ledger));
    expect(said(verdict)).toEqual([
      expect.stringMatching(/^files sound: \d+ files, [\d,]+ bytes, all as SHA256SUMS says$/),
      expect.stringMatching(
        /^checkpoint sound: countersign\.example\/ledger, 606 entries, signed by countersign\.example\/ledger\+[0-9a-f]{8}$/,
      ),
      'tree sound: 4 tiles, from which the checkpoint’s root follows',
      'entries sound: 5 entries, each canonical and proven to be in the ledger',
      'kept sound: 1 earlier checkpoint of the pack, each continued',
      'signatures sound: 1 signature of people hold, 1 of them by passkey too',
      'records sound: 3 records and files by their digests',
    ]);
    expect(verdict).toMatchObject({ verdict: 'sound', head: { size: 606 } });
  });

  it('of the whole ledger travels in bundles', async () => {
    const pack = await ledger.pack({ entries: [[0, 605]] });
    const files = await openZip(inMemory(pack), nodeCrypto.crc32);
    expect([...files.sizes.keys()].filter((path) => path.startsWith('tile/entries/'))).toEqual([
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/94',
    ]);
    expect((await verify(pack, given(ledger))).verdict).toBe('sound');
  });

  it('without entries still proves the ledger’s head', async () => {
    expect((await verify(await ledger.pack({ entries: [] }), given(ledger))).verdict).toBe('sound');
    const one = new ExampleLedger().fill(1);
    expect((await verify(await one.pack({ entries: [[0, 0]] }), given(one))).verdict).toBe('sound');
  });

  it('may leave out bodies and records, and says so', async () => {
    const reason = [...ledger.records.keys()][1]!;
    const pack = await ledger.pack({
      entries: [[0, 300]],
      leaveOut: {
        entries: [
          [2, 2],
          [7, 9],
        ],
        blobs: [reason],
      },
    });
    const verdict = await verify(pack, given(ledger));
    expect(verdict.verdict).toBe('sound');
    expect(said(verdict)).toContain(
      'entries note: 4 entries left out by whoever made the pack, 2, 7 to 9; their hashes are in the tree',
    );
    expect(said(verdict)).toContain('records note: 1 record or file left out by whoever made the pack');
    const text = Buffer.from(pack).toString('latin1');
    for (const hidden of [1, 2, 7])
      expect(new RegExp(`reason ${hidden}PK`).test(text), `${hidden}`).toBe(false);
    expect(/reason 6PK/.test(text)).toBe(true);
  });

  it('whose record was erased since stays sound, and says so', async () => {
    const other = new ExampleLedger().fill(3);
    other.records.delete([...other.records.keys()][0]!);
    const verdict = await verify(await other.pack({ entries: [[0, 2]] }), given(other));
    expect(verdict.verdict).toBe('sound');
    expect(said(verdict)).toContain('records note: 1 record or file erased or no longer held');
  });
});

describe('a verifier', () => {
  it('cannot tell without the key, and refuses another one', async () => {
    expect((await verify(small, given(ledger, { keys: [] }))).verdict).toBe('cannot-tell');
    const other = new ExampleLedger(ledger.origin, 2);
    const verdict = await verify(small, given(other));
    expect(verdict.verdict).toBe('broken');
    expect(brokenRow(verdict)).toMatchObject({ check: 'checkpoint', path: 'checkpoint' });
    const replaced = await verify(small, given(ledger, { keys: [other.key, ledger.key] }));
    expect(replaced.verdict).toBe('sound');
  });

  it('asks for a witness and does not find it', async () => {
    const witness = verifierKey(
      'witness.example/w',
      keyTypes.cosignature,
      signer(new Uint8Array(32).fill(3)).publicKey,
      nodeCrypto.sha256,
    );
    expect((await verify(small, given(ledger, { witnesses: [witness] }))).verdict).toBe('cannot-tell');
    const { sign } = signer(new Uint8Array(32).fill(3));
    const source = await ledger.source(606, [5]);
    const [earlier] = source.earlier;
    for (const [seconds, expected] of [
      [1_700_000_000, 'sound'],
      [null, 'broken'],
    ] as const) {
      const line = await cosign(earlier!.text, witness, 1_700_000_000, sign);
      const bytes = seconds
        ? line.bytes
        : Uint8Array.from(line.bytes, (byte, at) => (at === 7 ? byte ^ 1 : byte));
      const seen = { ...earlier!, signatures: [...earlier!.signatures, { ...line, bytes }] };
      const pieces: Uint8Array[] = [];
      const sink = (piece: Uint8Array) => void pieces.push(Uint8Array.from(piece));
      await writePackFiles({ ...source, earlier: [seen] }, { entries: [[0, 0]] }, nodeCrypto, sink);
      const verdict = await verify(concat(pieces), given(ledger, { witnesses: [witness] }));
      expect(verdict.verdict).toBe(expected);
      if (seconds)
        expect(said(verdict).join()).toContain(
          'saw 5 entries, which this ledger continues, at 2023-11-14T22:13:20.000Z',
        );
    }
  });

  it('names who signed beside those whose keys it was given, and believes none of them', async () => {
    const { sign, publicKey } = signer(new Uint8Array(32).fill(3));
    const witness = verifierKey('witness.example/w', keyTypes.cosignature, publicKey, nodeCrypto.sha256);
    const source = await ledger.source();
    const line = await cosign(source.checkpoint.text, witness, 1_700_000_000, sign);
    const checkpoint = { ...source.checkpoint, signatures: [...source.checkpoint.signatures, line] };
    const pieces: Uint8Array[] = [];
    const sink = (piece: Uint8Array) => void pieces.push(Uint8Array.from(piece));
    await writePackFiles({ ...source, checkpoint }, { entries: [[0, 0]] }, nodeCrypto, sink);
    const unknown = await verify(concat(pieces), given(ledger));
    expect([unknown.verdict, said(unknown).filter((row) => row.startsWith('witness'))]).toEqual([
      'sound',
      ['witness note: Not checked: witness.example/w signed too, it says, and no such key was given'],
    ]);
    const known = await verify(concat(pieces), given(ledger, { witnesses: [witness] }));
    expect(said(known).filter((row) => row.startsWith('witness'))).toEqual([
      'witness sound: witness.example/w saw this checkpoint, at 2023-11-14T22:13:20.000Z',
    ]);
  });

  it('asks the served ledger for the one tile that a large pack lacks for a kept checkpoint, and believes it where it fits', async () => {
    // As the pack of a large ledger is: without the tiles of level 0 that nothing of its entries needs.
    const whole = await openZip(inMemory(await ledger.pack({ entries: [[300, 300]] })), nodeCrypto.crc32);
    const pieces: Uint8Array[] = [];
    const writer = new PackWriter((piece) => void pieces.push(Uint8Array.from(piece)), nodeCrypto);
    for (const path of whole.sizes.keys()) {
      if (path === 'tile/0/000' || path === 'SHA256SUMS') continue;
      const content: Uint8Array[] = [];
      for await (const piece of whole.open(path)) content.push(piece);
      await writer.add(path, concat(content));
    }
    await writer.end();
    const pack = concat(pieces);
    const rewritten = new ExampleLedger().fill(2).append({ event: 'another.past' }).fill(603);
    const verdictOf = async (from: ExampleLedger, readTile?: Given['readTile'], size = 100) => {
      const kept = [await from.kept(size)];
      return verify(pack, given(ledger, { kept, ...(readTile && { readTile }) }));
    };
    const asked: string[] = [];
    const served: Given['readTile'] = async (tile) => {
      asked.push(tilePath(tile));
      return ledger.readTile(tile);
    };
    expect((await verdictOf(ledger)).verdict).toBe('cannot-tell');
    const sound = await verdictOf(ledger, served);
    expect([sound.verdict, asked]).toEqual(['sound', ['tile/0/000']]);
    expect(said(sound).join()).toContain('kept-100, 100 entries: this ledger continues it');
    expect(brokenRow(await verdictOf(rewritten, served))).toMatchObject({ check: 'kept' });
    for (const lie of [
      async () => new Uint8Array(8_192),
      async () => new Uint8Array(),
      rewritten.readTile,
      () => Promise.reject(new Error('not there')),
    ])
      expect((await verdictOf(ledger, lie)).verdict).toBe('cannot-tell');
    // Where a tile ends the pack has what it takes.
    expect((await verdictOf(ledger, undefined, 256)).verdict).toBe('sound');
  });

  it('holds it against any checkpoint that somebody kept', async () => {
    for (const size of [1, 5, 255, 256, 257, 605, 606]) {
      const kept = [await ledger.kept(size)];
      expect((await verify(small, given(ledger, { kept }))).verdict, `${size}`).toBe('sound');
    }
  });

  it('refuses a rewritten ledger that its own key signed', async () => {
    const before = new ExampleLedger().fill(3).signedAct().fill(300);
    const rewritten = new ExampleLedger().fill(2).append({ event: 'another.past' }).signedAct().fill(600);
    const pack = await rewritten.pack({ entries: [[0, 100]] });
    expect((await verify(pack, given(rewritten))).verdict).toBe('sound');
    for (const size of [3, 256, 306]) {
      const verdict = await verify(pack, given(ledger, { kept: [await before.kept(size)] }));
      expect(brokenRow(verdict), `${size}`).toMatchObject({
        check: 'kept',
        said: expect.stringContaining('rewritten'),
      });
    }
  });

  it('does not accept a ledger that lost its end', async () => {
    const cut = new ExampleLedger().fill(3).signedAct().fill(100);
    const pack = await cut.pack({ entries: [[0, 100]] });
    const verdict = await verify(pack, given(ledger, { kept: [await ledger.kept(605)] }));
    expect(verdict.verdict).toBe('cannot-tell');
    expect(said(verdict).join()).toContain('the ledger’s end was cut off');
  });

  it('does not take what is no checkpoint, or not this ledger’s, for a proof', async () => {
    const other = new ExampleLedger('elsewhere.example/ledger').fill(10);
    const forger = new ExampleLedger(ledger.origin, 5).fill(10);
    for (const kept of [{ name: 'noise', text: 'noise' }, await other.kept(), await forger.kept()])
      expect((await verify(small, given(ledger, { kept: [kept] }))).verdict).toBe('cannot-tell');
  });

  it('refuses a signature that is over something else', async () => {
    const forged = new ExampleLedger().signedAct({ forged: true });
    const verdict = await verify(await forged.pack({ entries: [[0, 2]] }), given(forged));
    expect(brokenRow(verdict)).toMatchObject({
      check: 'signatures',
      said: expect.stringContaining('Entry 2'),
    });
  });

  it('cannot tell whose signature it is where nothing enrols the key', async () => {
    const verdict = await verify(await ledger.pack({ entries: [[5, 5]] }), given(ledger));
    expect(verdict.verdict).toBe('cannot-tell');
  });
});

describe('damage', () => {
  it('of any single byte is refused', async () => {
    const tiny = new ExampleLedger().fill(1).signedAct().fill(2);
    const pack = await tiny.pack({ entries: [[0, 5]], leaveOut: { entries: [[4, 4]] } }, [3]);
    const want = given(tiny);
    expect((await verify(pack, want)).verdict).toBe('sound');
    await fc.assert(
      fc.asyncProperty(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const damaged = Uint8Array.from(pack);
        damaged[at]! ^= bits;
        expect((await verify(damaged, want)).verdict).toBe('broken');
      }),
      { numRuns: 200 },
    );
  });

  it('of every byte that is no file’s content is refused', async () => {
    const tiny = new ExampleLedger().fill(1);
    const pack = await tiny.pack({ entries: [[0, 0]] });
    const content = new Set<number>();
    const files = await openZip(inMemory(pack), nodeCrypto.crc32);
    let at = 0;
    for (const [path, size] of files.sizes) {
      at += 30 + path.length;
      for (let index = 0; index < size; index += 1) content.add(at + index);
      at += size;
    }
    for (let index = 0; index < pack.length; index += 1) {
      if (content.has(index)) continue;
      const damaged = Uint8Array.from(pack);
      damaged[index]! ^= 1;
      expect((await verify(damaged, given(tiny))).verdict, `byte ${index}`).toBe('broken');
    }
  });

  it('by cutting, adding, and moving is refused', async () => {
    const want = given(ledger);
    const half = small.length >> 1;
    for (const other of [
      small.subarray(0, -1),
      small.subarray(1),
      small.subarray(0, half),
      new Uint8Array(),
      concat([small, Uint8Array.of(0)]),
      concat([Uint8Array.of(0), small]),
      concat([small, small]),
      concat([small.subarray(0, half), Uint8Array.of(7), small.subarray(half)]),
    ])
      expect((await verify(other, want)).verdict).toBe('broken');
  });

  it('of random packs is refused, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 520 }),
        fc.array(fc.tuple(fc.nat(519), fc.nat(80)), { maxLength: 3 }),
        fc.nat(519),
        fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
        async (size, spans, hidden, places) => {
          const random = new ExampleLedger().fill(size);
          const entries = spans
            .filter(([first]) => first < size)
            .map(([first, more]) => [first, Math.min(size - 1, first + more)] as const);
          const pack = await random.pack({ entries, leaveOut: { entries: [[hidden, hidden]] } });
          const want = given(random, { kept: [await random.kept(1 + (places[0]! % size))] });
          expect((await verify(pack, want)).verdict).toBe('sound');
          for (const place of places) {
            const damaged = Uint8Array.from(pack);
            damaged[place % pack.length]! ^= 1 + (place % 255);
            expect((await verify(damaged, want)).verdict).toBe('broken');
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
