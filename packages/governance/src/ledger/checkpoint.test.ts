import { createPublicKey, verify } from 'node:crypto';
import {
  consistencyRanges,
  fromBase64,
  isSigned,
  leafHash,
  parseCheckpoint,
  parseEntryBundle,
  parseKey,
  parseNote,
  parseProofFile,
  TileTree,
  verifyConsistency,
  verifyInclusion,
} from '@countersign/ledger';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { change } from '../change.ts';
import { type Context, systemActor } from '../context.ts';
import { replaceLedgerKey } from '../handover/replace-ledger-key.ts';
import { hashPassword } from '../person/password.ts';
import { latestCheckpoint } from './find-checkpoint.ts';
import { ledgerSha256 as sha256 } from './ledger-sha256.ts';
import { ledgerTree } from './ledger-tree.ts';
import { listLedgerKeys } from './list-ledger-keys.ts';
import { readBundle } from './read-bundle.ts';
import { readProofFile } from './read-proof.ts';
import { rotateLedgerKey } from './rotate-ledger-key.ts';
import { Sequencer } from './sequencer.ts';

let house: TestHouse;
let system: Context;
let compliance: Context;

const spki = Buffer.from('302a300506032b6570032100', 'hex');
const ed25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' }),
    signature,
  );

const happen = (count: number) =>
  change(system, async () => {
    const events = Array.from({ length: count }, (_, turn) => ({
      event: 'environment.made' as const,
      subject: { kind: 'environment' as const, id: `e-${turn}` },
      data: { key: `e-${turn}` },
    }));
    return { result: undefined, events: [events[0]!, ...events.slice(1)] };
  });

const currentKey = async () => parseKey((await listLedgerKeys(house))[0]!.verifier, sha256);

/** The newest checkpoint, once it covers `size` entries. */
async function published(size: number) {
  for (;;) {
    const found = await latestCheckpoint(house);
    if (found && found.size >= size)
      return { note: parseNote(found.note), ...parseCheckpoint(parseNote(found.note).text) };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeAll(async () => {
  house = await openHouse();
  system = { ...house, actor: systemActor('test') };
  compliance = await house.person('Carla', 'compliance');
});
afterAll(() => house.close());

describe('the ledger as strangers see it', () => {
  it('begins with its own key, sealed at the first start, under the address of the installation', async () => {
    const first = await house.pool.query<{ body: string }>(
      'SELECT body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id WHERE n.number = 0',
    );
    const entry = JSON.parse(first.rows[0]!.body);
    const key = await currentKey();
    expect(entry).toMatchObject({ event: 'ledger.key-made' });
    expect(parseKey(entry.data.verifier, sha256)).toEqual(key);
    expect(key.name).toBe('localhost:4600/ledger');
    const kept = await house.pool.query<{ sealed_private: Buffer }>('SELECT sealed_private FROM ledger_key');
    expect(kept.rows[0]!.sealed_private.toString('latin1')).not.toContain(
      Buffer.from(key.publicKey).toString('latin1'),
    );
  });

  it('signs a tree of exactly the entries, in their order, over the borders of tiles', async () => {
    for (const count of [1, 300, 3, 258]) await happen(count);
    const { note, size, root } = await published(562);
    expect(await isSigned(note, await currentKey(), ed25519)).toBe(true);
    const bundles: string[] = [];
    for (let index = 0; index * 256 < size; index += 1) {
      const bundle = await readBundle(compliance, { index, width: Math.min(256, size - index * 256) });
      bundles.push(...parseEntryBundle(bundle!).map((bytes) => Buffer.from(bytes).toString('utf8')));
    }
    const leaves = bundles.map((body) => leafHash(body, sha256));
    const again = new TileTree(
      size,
      async ({ level, index, width }) => {
        const span = 256 ** level;
        const hashes = Array.from({ length: width }, (_, at) => {
          const start = (index * 256 + at) * span;
          return level === 0 ? leaves[start]! : rootOver(leaves.slice(start, start + span));
        });
        return Buffer.concat(hashes);
      },
      sha256,
    );
    expect(Buffer.from(await again.root())).toEqual(Buffer.from(root));
    expect(await readBundle(compliance, { index: 0, width: 256 })).not.toBeNull();
    expect(await readBundle(compliance, { index: Math.floor(size / 256) + 1, width: 1 })).toBeNull();
  });

  it('gives with every change a receipt that proves itself, and a proof file later', async () => {
    const { receipt, entryIds } = await happen(2);
    const key = await currentKey();
    const checkpoint = parseNote(receipt.checkpoint!);
    const { size, root } = parseCheckpoint(checkpoint.text);
    const stored = await house.pool.query<{ body: string }>('SELECT body FROM ledger_entry WHERE id = $1', [
      entryIds[0],
    ]);
    const leaf = leafHash(stored.rows[0]!.body, sha256);
    const proof = receipt.proof!.map(fromBase64);
    expect(await isSigned(checkpoint, key, ed25519)).toBe(true);
    expect(verifyInclusion({ index: receipt.number!, size }, leaf, proof, root, sha256)).toBe(true);
    expect(verifyInclusion({ index: receipt.number! + 1, size }, leaf, proof, root, sha256)).toBe(false);
    const file = parseProofFile(await readProofFile(compliance, { number: receipt.number! }));
    const within = parseCheckpoint(file.checkpoint.text);
    expect(
      verifyInclusion({ index: file.index, size: within.size }, leaf, file.proof, within.root, sha256),
    ).toBe(true);
  });

  it('proves that each published checkpoint is the beginning of the next', async () => {
    const { rows } = await house.pool.query<{ note: string }>(
      'SELECT note FROM ledger_checkpoint ORDER BY size',
    );
    const heads = rows.map(({ note }) => parseCheckpoint(parseNote(note).text));
    const last = heads.at(-1)!;
    expect(heads.length).toBeGreaterThan(4);
    for (const before of heads) {
      const proof = await ledgerTree(house.pool, last.size).hashes(consistencyRanges(before.size, last.size));
      expect(verifyConsistency(before, last, proof, sha256)).toBe(true);
    }
  });

  it('refuses to change, shorten or take back what was published, even by SQL', async () => {
    const refused = (sql: string) => expect(house.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
    await refused(
      'UPDATE ledger_tile SET hashes = set_byte(hashes, 3, (get_byte(hashes, 3) + 1) % 256) WHERE level = 0 AND index = 0',
    );
    await refused('UPDATE ledger_tile SET hashes = substring(hashes FOR 32) WHERE level = 0 AND index = 0');
    await refused('DELETE FROM ledger_tile');
    await refused("UPDATE ledger_checkpoint SET note = 'other'");
    await refused('DELETE FROM ledger_checkpoint');
    await refused('TRUNCATE ledger_checkpoint');
    await refused("UPDATE ledger_key SET public_key = '\\x00'");
    await refused('DELETE FROM ledger_key');
  });

  it('changes its key with an entry, signed by both once, so that trust can go on', async () => {
    const administrator = await house.person('Ada', 'administrator');
    const old = await currentKey();
    await expect(rotateLedgerKey(compliance, { comment: 'no' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const { verifier, receipt } = await rotateLedgerKey(administrator, { comment: 'yearly' });
    const next = parseKey(verifier, sha256);
    const covering = parseNote(receipt.checkpoint!);
    expect(next.name).toBe(old.name);
    expect([await isSigned(covering, old, ed25519), await isSigned(covering, next, ed25519)]).toEqual([
      true,
      true,
    ]);
    const { receipt: later } = await happen(1);
    const alone = parseNote(later.checkpoint!);
    expect([await isSigned(alone, old, ed25519), await isSigned(alone, next, ed25519)]).toEqual([
      false,
      true,
    ]);
    expect(await listLedgerKeys(house)).toMatchObject([
      { verifier, retiredAt: null },
      { retiredAt: expect.any(String) },
    ]);
  });

  it('changes its key for an administrator who shows who they are, and for nobody else', async () => {
    const signedIn = async (name: string, role: 'administrator' | 'compliance'): Promise<Context> => {
      const person = await house.person(name, role);
      await house.pool.query('UPDATE person SET password_hash = $2 WHERE id = $1', [
        person.actor.id,
        await hashPassword('four words for it'),
      ]);
      return { ...person, actor: { ...person.actor, sessionId: 's' } as Context['actor'] };
    };
    const ana = await signedIn('Ana', 'administrator');
    const given = (password: string) => ({ comment: 'yearly', proof: { password } });
    const keys = (await listLedgerKeys(house)).length;
    const cleo = await signedIn('Cleo', 'compliance');
    await expect(replaceLedgerKey(cleo, given('four words for it'))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(replaceLedgerKey(ana, given('wrong'))).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
    expect(await listLedgerKeys(house)).toHaveLength(keys);
    await replaceLedgerKey(ana, given('four words for it'));
    expect(await listLedgerKeys(house)).toHaveLength(keys + 1);
  });

  it('changes its key once where two ask at the same moment, and says so to the other', async () => {
    const administrator = await house.person('Ida', 'administrator');
    const keys = (await listLedgerKeys(house)).length;
    const rotations = await Promise.allSettled(
      [1, 2, 3].map(() => rotateLedgerKey(administrator, { comment: 'at once' })),
    );
    const refused = rotations.filter((one) => one.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'CONFLICT' });
    expect(await listLedgerKeys(house)).toHaveLength(keys + rotations.length - refused.length);
  });

  it('makes the same tree again from entries that were numbered before there was one', async () => {
    await happen(600);
    const before = await published(600);
    const { pool } = house;
    const owner = new pg.Client({ connectionString: house.database.ownerUrl });
    await owner.connect();
    await owner.query(
      `BEGIN; ALTER TABLE ledger_tile DISABLE TRIGGER USER; ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER;
       DELETE FROM ledger_tile; DELETE FROM ledger_checkpoint;
       ALTER TABLE ledger_tile ENABLE TRIGGER USER; ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER;
       UPDATE ledger_head SET tree_size = 0, epoch = epoch + 1; COMMIT`,
    );
    await owner.end();
    const second = new Sequencer({
      connectionString: house.database.url,
      pool,
      clock: house.clock,
      log: house.log,
      keyring: house.keyring,
    }).start();
    await happen(1);
    const after = await published(before.size + 1);
    expect(Buffer.from(await ledgerTree(pool, before.size).root())).toEqual(Buffer.from(before.root));
    expect(after.size).toBe(before.size + 1);
    await second.stop();
  });
});

/** RFC 6962 over a full power of two of leaves. */
function rootOver(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  const half = leaves.length / 2;
  return sha256(
    Buffer.concat([Uint8Array.of(1), rootOver(leaves.slice(0, half)), rootOver(leaves.slice(half))]),
  );
}
