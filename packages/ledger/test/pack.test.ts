import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../src/bytes.ts';
import {
  cosign,
  entryBundle,
  type Given,
  keyTypes,
  openZip,
  type PackVerdict,
  type ServedLedger,
  verifierKey,
  verifyLedger,
  verifyPack,
  writePackFiles,
} from '../src/index.ts';
import { ExampleLedger, inMemory } from './example-ledger.ts';
import { nodeCrypto, signer } from './node-crypto.ts';

const given = (ledger: ExampleLedger, more: Partial<Given> = {}): Given => ({
  keys: [ledger.key],
  witnesses: [],
  kept: [],
  ...more,
});

const verify = (pack: Uint8Array, what: Given): Promise<PackVerdict> =>
  verifyPack(() => openZip(inMemory(pack), nodeCrypto.crc32), what, nodeCrypto);

const brokenRow = ({ rows }: PackVerdict) => rows.find(({ verdict }) => verdict === 'broken');
const said = ({ rows }: PackVerdict) =>
  rows.map(({ check, verdict, said }) => `${check} ${verdict}: ${said}`);

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

describe('a ledger where it is served', () => {
  const served = async (of: ExampleLedger, size = of.size): Promise<ServedLedger> => ({
    checkpoint: async () => (await of.kept(size)).text,
    readTile: of.readTile,
    readBundle: async ({ index, width }) => entryBundle(of.bodies.slice(index * 256, index * 256 + width)),
  });

  it('is followed to its checkpoint, and holds against what was kept', async () => {
    for (const size of [1, 255, 256, 257, 606]) {
      const kept = await Promise.all([1, Math.ceil(size / 2), size].map((before) => ledger.kept(before)));
      const verdict = await verifyLedger(await served(ledger, size), given(ledger, { kept }), nodeCrypto);
      expect(
        said(verdict).filter((line) => !line.includes(' sound: ')),
        `${size}`,
      ).toEqual([]);
      expect(said(verdict)).toContain(
        `entries sound: ${size} ${size === 1 ? 'entry' : 'entries'}, each canonical and in its place`,
      );
    }
  });

  it('is refused where an entry, a tile or the past is another one', async () => {
    const honest = await served(ledger);
    const changed = ledger.bodies.map((body, at) => (at === 300 ? new TextEncoder().encode('{}') : body));
    const lies: [string, ServedLedger][] = [
      [
        'entries',
        {
          ...honest,
          readBundle: async ({ index, width }) =>
            entryBundle(changed.slice(index * 256, index * 256 + width)),
        },
      ],
      [
        'tree',
        {
          ...honest,
          readTile: async (tile) =>
            tile.level === 1 ? new Uint8Array(tile.width * 32) : ledger.readTile(tile),
        },
      ],
      [
        'checkpoint',
        {
          ...honest,
          checkpoint: async () => (await new ExampleLedger(ledger.origin, 2).fill(606).kept()).text,
        },
      ],
    ];
    for (const [check, lie] of lies)
      expect(brokenRow(await verifyLedger(lie, given(ledger), nodeCrypto)), check).toMatchObject({ check });
    const rewritten = new ExampleLedger().fill(2).append({ event: 'another.past' }).fill(300);
    for (const of of [rewritten, new ExampleLedger().fill(3).signedAct()]) {
      const kept = [await ledger.kept(100)];
      const verdict = await verifyLedger(await served(of), given(ledger, { kept }), nodeCrypto);
      expect(brokenRow(verdict)).toMatchObject({ check: 'kept' });
    }
  });

  it('is followed by its hashes where its entries are not open', async () => {
    const verdict = await verifyLedger(
      { ...(await served(ledger)), readBundle: async () => null },
      given(ledger),
      nodeCrypto,
    );
    expect(verdict.verdict).toBe('sound');
    expect(said(verdict)).toContain(
      'entries note: 606 entries are not open to your role: their hashes were checked',
    );
  });
});
