import { createHash, createPublicKey, verify } from 'node:crypto';
import { rotateLedgerKey } from '@countersign/governance';
import { crc32, openZip } from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal } from './open-portal.ts';

let portal: Portal;

beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const get = (url: string, token?: string) =>
  portal.app.inject({ url, headers: token ? { authorization: `Bearer ${token}` } : {} });

/** By the specification alone: a signed note's text, checked with the platform's Ed25519. */
function holds(note: string, vkey: string): boolean {
  const coded = /^[^+]+\+[0-9a-f]{8}\+(.+)$/.exec(vkey.trim())![1]!;
  const publicKey = Buffer.from(coded, 'base64').subarray(1);
  const [text, lines] = [
    note.slice(0, note.lastIndexOf('\n\n') + 1),
    note.slice(note.lastIndexOf('\n\n') + 2),
  ];
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
    format: 'der',
    type: 'spki',
  });
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .some((line) =>
      verify(null, Buffer.from(text), key, Buffer.from(line.split(' ')[2]!, 'base64').subarray(4)),
    );
}

describe('the ledger over HTTP', () => {
  it('gives checkpoint, key and tiles to everybody, and entries to readers of the whole ledger alone', async () => {
    const viewer = await portal.person('Vera', 'viewer');
    const consumer = await portal.person('Conny', 'consumer');
    const [read, own] = [await portal.token(viewer), await portal.token(consumer)];
    const checkpoint = await get('/ledger/checkpoint');
    const key = await get('/ledger/key');
    expect(checkpoint.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(holds(checkpoint.body, key.body)).toBe(true);
    const size = Number(checkpoint.body.split('\n')[1]);
    const tile = await get(`/ledger/tile/0/000.p/${size}`);
    expect(tile.headers['cache-control']).toContain('immutable');
    expect(tile.rawPayload).toHaveLength(size * 32);
    expect((await get(`/ledger/tile/0/000.p/${size + 1}`)).statusCode).toBe(404);
    const bundle = `/ledger/tile/entries/000.p/${size}`;
    expect((await get(bundle)).statusCode).toBe(401);
    expect((await get(bundle, own.secret)).statusCode).toBe(403);
    const entries = await get(bundle, read.secret);
    const length = entries.rawPayload.readUInt16BE(0);
    const first = entries.rawPayload.subarray(2, 2 + length);
    const leaf = createHash('sha256').update(Buffer.of(0)).update(first).digest();
    expect(tile.rawPayload.subarray(0, 32)).toEqual(leaf);
    expect(JSON.parse(first.toString('utf8')).event).toBe('ledger.key-made');
  });

  it('refuses entries to an auditor of a period and to a token without that scope', async () => {
    const auditor = await portal.person('Aud', 'auditor');
    await portal.house.pool.query(
      "UPDATE role_assignment SET period_from = now() - interval '1 day', period_to = now() + interval '1 day' WHERE person_id = $1",
      [auditor.id],
    );
    const { secret } = await portal.token(auditor);
    expect((await get('/ledger/tile/entries/000.p/1', secret)).statusCode).toBe(403);
  });

  it('keeps every key that ever signed for whoever has an old checkpoint', async () => {
    const before = (await get('/ledger/key')).body;
    const kept = (await get('/ledger/checkpoint')).body;
    const { context } = await portal.person('Ada', 'administrator');
    const { receipt } = await rotateLedgerKey(context, { comment: 'yearly' });
    const after = (await get('/ledger/key')).body;
    const { items } = (await get('/ledger/keys')).json();
    expect(items.map(({ verifier }: { verifier: string }) => `${verifier}\n`)).toEqual([after, before]);
    expect([holds(kept, before), holds(kept, after)]).toEqual([true, false]);
    expect([holds(receipt.checkpoint!, before), holds(receipt.checkpoint!, after)]).toEqual([true, true]);
  });

  it('says with a change where its proof is', async () => {
    const { context } = await portal.person('Rita', 'administrator');
    const { secret } = await portal.token(await portal.person('Vic', 'viewer'));
    const { receipt } = await rotateLedgerKey(context, { comment: 'again' });
    const proof = await get(receipt.proofAt, secret);
    expect(proof.body).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
    expect(proof.body).toContain(`index ${receipt.number}\n`);
  });

  it('hands out an evidence pack that its own entry names', async () => {
    const { secret } = await portal.token(await portal.person('Eve', 'viewer'));
    const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': 'pack-1' };
    const ask = () =>
      portal.app.inject({ method: 'POST', url: '/api/v1/packs', headers, payload: { entries: [[0, 2]] } });
    const exported = (await ask()).json();
    expect((await ask()).json()).toEqual(exported);
    const pack = await get(exported.path, secret);
    expect(pack.headers['content-type']).toBe('application/zip');
    expect(pack.headers['content-disposition']).toBe(
      `attachment; filename="evidence-${exported.receipt.number}.zip"`,
    );
    const source = {
      size: pack.rawPayload.length,
      read: async (at: number, length: number) => pack.rawPayload.subarray(at, at + length),
    };
    const files = await openZip(source, crc32);
    expect([...files.sizes.keys()]).toContain(`entries/${exported.receipt.number}.json`);
    expect((await get(exported.path)).statusCode).toBe(401);
  });
});
