import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { registerWitness, removeWitness, rotateLedgerKey } from '@countersign/governance';
import {
  cosign,
  cosignedAt,
  keyText,
  keyTypes,
  noteText,
  parseNote,
  parseProofFile,
  readSeen,
  type VerifierKey,
  verifierKey,
} from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

let portal: Portal;
let administrator: TestPerson;

interface TestWitness {
  readonly key: VerifierKey;
  readonly privateKey: KeyObject;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const newWitness = (name: string): TestWitness => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { key: verifierKey(name, keyTypes.cosignature, new Uint8Array(bytes), sha256), privateKey };
};
const ed25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    }),
    signature,
  );
const auditors = newWitness('witness.auditors.example/one');
const regulator = newWitness('witness.regulator.example');

const get = async (url: string) => (await portal.app.inject({ url: `/ledger/${url}` })).body;
const give = async (payload: string, type = 'text/plain') => {
  const reply = await portal.app.inject({
    method: 'POST',
    url: '/ledger/cosignatures',
    headers: { 'content-type': type },
    payload,
  });
  return [reply.statusCode, reply.json().error?.code ?? reply.json()];
};
const cosigned = async (note: string, { key, privateKey }: TestWitness, at = Date.now()) => {
  const { text, signatures } = parseNote(note);
  const own = await cosign(text, key, Math.floor(at / 1_000), (message) => sign(null, message, privateKey));
  return noteText({ text, signatures: [...signatures, own] });
};
const names = (note: string) => parseNote(note).signatures.map(({ name }) => name);
const grow = async () => {
  const { receipt } = await rotateLedgerKey(administrator.context, { comment: 'makes an entry' });
  return receipt;
};

beforeAll(async () => {
  portal = await openPortal();
  administrator = await portal.person('Ada', 'administrator');
  await grow();
});
afterAll(() => portal.close());

describe('witnesses of the ledger', () => {
  it('are registered by an administrator, by a key that is a witness’s and nobody else’s', async () => {
    const { context } = await portal.person('Carla', 'compliance');
    const verifier = keyText(auditors.key);
    const register = (by: TestPerson['context'], text: string) =>
      registerWitness(by, { verifier: text, comment: 'our auditors' });
    const code = (code: string) => expect.objectContaining({ code });
    await expect(register(context, verifier)).rejects.toEqual(code('FORBIDDEN'));
    const ledgerKey = (await get('key')).trim();
    for (const wrong of ['', 'x', ledgerKey, verifier.replace('auditors', 'others'), `${verifier}AAAA`])
      await expect(register(administrator.context, wrong)).rejects.toEqual(code('BAD_INPUT'));
    const itself = newWitness('localhost:4600/ledger');
    await expect(register(administrator.context, keyText(itself.key))).rejects.toEqual(code('BAD_INPUT'));
    const { receipt } = await register(administrator.context, verifier);
    expect(receipt.number).toBeGreaterThan(0);
    await expect(register(administrator.context, verifier)).rejects.toEqual(code('CONFLICT'));
  });

  it('bring cosignatures that prove themselves; nothing else is taken', async () => {
    const note = await get('checkpoint');
    const good = await cosigned(note, auditors);
    const text = parseNote(note).text;
    const forged = good.replace(
      /(auditors\.example\/one \S{30})(.)/,
      (_, before, letter) => `${before}${letter === 'A' ? 'B' : 'A'}`,
    );
    expect(await give(note)).toEqual([403, 'FORBIDDEN']);
    expect(await give(await cosigned(note, regulator))).toEqual([403, 'FORBIDDEN']);
    expect(await give(forged)).toEqual([403, 'FORBIDDEN']);
    expect(await give(await cosigned(note, auditors, Date.now() + 3_600_000))).toEqual([403, 'FORBIDDEN']);
    expect(await give('no note')).toEqual([400, 'BAD_INPUT']);
    expect(await give('{}', 'application/json')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await give('x'.repeat(40_000))).toEqual([413, 'TOO_LARGE']);
    const other = await cosigned(
      noteText({ ...parseNote(note), text: text.replace(/\n\d+\n/, '\n999999\n') }),
      auditors,
    );
    expect(await give(other)).toEqual([404, 'NOT_FOUND']);
    expect(await get('checkpoint')).toBe(note);
    expect(await give(good)).toEqual([200, { kept: 1 }]);
    expect(await give(good)).toEqual([200, { kept: 1 }]);
    const served = await get('checkpoint');
    expect(names(served)).toEqual([...names(note), auditors.key.name]);
    expect(await cosignedAt(parseNote(served), auditors.key, ed25519)).toBeGreaterThan(0);
  });

  it('stand below the checkpoint that they saw, and in every proof that it gives', async () => {
    const earlier = await get('checkpoint');
    const receipt = await grow();
    const newest = await get('checkpoint');
    expect(names(newest)).not.toContain(auditors.key.name);
    expect(await get('checkpoint/cosigned')).toBe(earlier);
    expect(await get(`checkpoint/${readSeen(earlier).size}`)).toBe(earlier);
    for (const path of ['checkpoint/0', 'checkpoint/01', 'checkpoint/x', 'checkpoint/999999'])
      expect((await portal.app.inject({ url: `/ledger/${path}` })).statusCode).toBe(404);
    const { secret } = await portal.token(await portal.person('Vera', 'viewer'));
    const proofOf = async (number: number) => {
      const entry = await portal.rest(secret, { url: `/api/v1/entries/by-number/${number}` });
      const proof = await portal.rest(secret, { url: `/api/v1/entries/${entry.json().row.id}/proof` });
      return names(noteText(parseProofFile(proof.body).checkpoint));
    };
    expect(await proofOf(receipt.number! - 1)).toContain(auditors.key.name);
    expect(await proofOf(receipt.number!)).not.toContain(auditors.key.name);
  });

  it('are shown with what each saw last, until they are removed; what they gave stays', async () => {
    const reader = await portal.signIn((await portal.person('Otto', 'owner')).email);
    const status = async () =>
      (await portal.ask('ledger.status', undefined, { cookie: reader })).json().result.data;
    const before = await status();
    const size = readSeen(await get('checkpoint')).size;
    expect(before.checkpoint).toMatchObject({ origin: 'localhost:4600/ledger', size });
    expect(before.mayChange).toBe(false);
    const [row] = before.witnesses;
    expect(row).toMatchObject({ name: auditors.key.name, verifier: keyText(auditors.key) });
    expect(row.cosigned.size + row.cosigned.behind).toBe(size);
    expect(row.cosigned.behind).toBeGreaterThan(0);
    const removal = { witnessId: row.id, comment: 'contract ended' };
    await removeWitness(administrator.context, removal);
    await expect(removeWitness(administrator.context, removal)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await status()).witnesses).toEqual([]);
    expect(await give(await cosigned(await get('checkpoint'), auditors))).toEqual([403, 'FORBIDDEN']);
    expect(names(await get('checkpoint/cosigned'))).toContain(auditors.key.name);
    for (const sql of [
      'DELETE FROM ledger_cosignature',
      'DELETE FROM witness',
      "UPDATE witness SET verifier = 'x'",
    ])
      await expect(portal.house.pool.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('find with each key since when it signs, so that they can follow a change of key', async () => {
    const { items } = JSON.parse(await get('keys'));
    for (const { verifier, since } of items.slice(0, -1)) {
      const handover = await get(`checkpoint/${since}`);
      expect(names(handover)).toHaveLength(2);
      const id = (vkey: string) => vkey.split('+')[1]!;
      expect(parseNote(handover).signatures.map((one) => Buffer.from(one.id).toString('hex'))).toContain(
        id(verifier),
      );
    }
  });
});
