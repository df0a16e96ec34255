import { beforeAll, describe, expect, it } from 'vitest';
import { entryBundle, type ServedLedger, verifyLedger } from '../src/index.ts';
import { ExampleLedger } from './example-ledger.ts';
import { nodeCrypto } from './node-crypto.ts';
import { brokenRow, given, said } from './verdict.ts';

let ledger: ExampleLedger;
beforeAll(() => {
  ledger = new ExampleLedger().fill(3).signedAct().fill(600);
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
