import { createHash, createPublicKey, verify } from 'node:crypto';
import type { LedgerEvent } from '@countersign/contracts';
import {
  type Given,
  openZip,
  type PackVerdict,
  type PasskeyKey,
  parseKey,
  verifyPack,
} from '@countersign/ledger';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { decide, openScene, openSession, type Scene } from '../../test/signing-scene.ts';
import { SoftwareAuthenticator } from '../../test/software-authenticator.ts';
import type { Context } from '../context.ts';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { addPasskey, startAddPasskey } from '../passkey/add-passkey.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { listPredictions } from '../prediction/list-predictions.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { confirmGrant } from '../signature/passkey-grant.ts';
import { proposeTier } from '../tier/propose-tier.ts';
import { readTier } from '../tier/read-tier.ts';
import { prepareTier, signTier } from '../tier/sign-tier.ts';
import { exportPack } from './export-pack.ts';
import { fetchPack } from './fetch-pack.ts';
import { packCrypto } from './pack-source.ts';
import { type PackWish, writePack } from './write-pack.ts';

async function ownerQuery(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
  await owner.connect();
  await owner.query(
    `ALTER TABLE prediction DISABLE TRIGGER USER; ${sql}; ALTER TABLE prediction ENABLE TRIGGER USER`,
  );
  await owner.end();
}

const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const platform = {
  ...packCrypto,
  ed25519Verify: (x: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
    verify(
      null,
      message,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: url(x) }, format: 'jwk' }),
      signature,
    ),
  passkeyVerify: async (key: PasskeyKey, message: Uint8Array, signature: Uint8Array) => {
    if (key.alg !== 'ES256') return null;
    const jwk = { kty: 'EC', crv: 'P-256', x: url(key.x), y: url(key.y) };
    return verify('sha256', message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
  },
};

let scene: Scene;
let predictions: string[];
beforeAll(async () => {
  scene = await openScene('low');
  const rita = await jumped(await scene.signer('Rita Reviewer', 'reviewer'), 1);
  await decide(rita, await scene.request('review'));
  await signByPasskey();
  const lines = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  await ingestPredictions(
    scene.developer,
    (async function* () {
      yield* lines.trim().split('\n').slice(0, 5);
    })(),
  );
  const { items } = await listPredictions(scene.owner, { model: scene.model });
  predictions = items.map(({ id }) => id);
  await sealAll(scene.house);
  await vi.waitFor(
    async () => expect((await numbersOf(scene.owner, 'predictions.sealed'))[0]).not.toBeNull(),
    20_000,
  );
});
afterAll(() => scene.house.close());

/** The clock of the server jumps between signatures: what was signed then holds all the same. */
const jumped = (ctx: Context, hours: number): Promise<Context> =>
  openSession({ ...ctx, clock: () => new Date(Date.now() + hours * 3_600_000) });

async function signByPasskey(): Promise<void> {
  const ctx = await jumped(await scene.signer('Petra Passkey', 'reviewer'), -1);
  const device = new SoftwareAuthenticator();
  const { challengeId, options } = await startAddPasskey(ctx, {});
  await addPasskey(ctx, { challengeId, name: 'Key', response: device.register(options) });
  const answers = {
    exposure: 'outside',
    purpose: 'decisions',
    autonomy: 'alone',
    affected: 'nobody',
  } as const;
  const { proposalId } = await proposeTier(scene.owner, { model: scene.model, answers, reason: 'As used.' });
  const { digest } = (await readTier(ctx, { model: scene.model })).open!;
  const signing = { proposalId, decision: 'endorse', comment: 'Read.', digest } as const;
  const asked = await prepareTier(ctx, signing);
  const response = device.answer(asked.options);
  const { grant } = await confirmGrant(ctx, { grant: asked.grant, response });
  await signTier(ctx, { ...signing, grant });
}

const collect = async (write: (sink: (bytes: Uint8Array) => void) => Promise<unknown>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  await write((bytes) => void pieces.push(Uint8Array.from(bytes)));
  return Buffer.concat(pieces);
};
const packOf = (wish: PackWish) => collect((sink) => writePack(scene.owner, wish, sink));
const openPack = (bytes: Buffer) =>
  openZip(
    { size: bytes.length, read: async (at, length) => bytes.subarray(at, at + length) },
    platform.crc32,
  );

async function verified(bytes: Buffer, more: Partial<Given> = {}): Promise<PackVerdict> {
  const [key] = await listLedgerKeys(scene.house);
  const given = { keys: [parseKey(key!.verifier, platform.sha256)], witnesses: [], kept: [], ...more };
  return verifyPack(() => openPack(bytes), given, platform);
}

const numbersOf = async (ctx: Context, event: LedgerEvent): Promise<number[]> =>
  (await listEntries(ctx, { event })).items.map(({ number }) => number!);
const saidOf = ({ rows }: PackVerdict) => rows.map(({ verdict, said }) => `${verdict}: ${said}`);

describe('an evidence pack of the real ledger', () => {
  it('of the whole is sound, and every signature in it holds', async () => {
    const { size, note } = (await latestCheckpoint(scene.house))!;
    const kept = [{ name: 'kept', text: note }];
    const verdict = await verified(await packOf({ entries: [[0, size - 1]], predictions }), { kept });
    expect(verdict.rows.filter((row) => row.verdict === 'broken')).toEqual([]);
    expect(verdict.verdict).toBe('sound');
    expect(saidOf(verdict)).toContain('sound: 2 signatures of people hold, 1 of them by passkey too');
  });

  it('of one signature brings the entries along that enrolled its key', async () => {
    const [signed] = await numbersOf(scene.owner, 'version.signed-off');
    const bytes = await packOf({ entries: [[signed!, signed!]] });
    const verdict = await verified(bytes);
    expect(verdict.verdict).toBe('sound');
    expect(saidOf(verdict)).toContain('sound: 1 signature of people hold');
    expect(verdict.contents!.entries.length).toBe(2);
    // The record of who they are does not come along: it was not asked for.
    expect(verdict.contents!.records).toEqual([[signed!, signed!]]);
    expect(bytes.includes('Rita Reviewer')).toBe(true);
    expect(bytes.includes('rita.reviewer@example.com')).toBe(true);
    const without = await verified(await packOf({ entries: [[0, 0]] }));
    expect(without.verdict).toBe('sound');
  });

  it('carries a prediction with its model, schema and tensors', async () => {
    const bytes = await packOf({ entries: [], predictions: predictions.slice(0, 2) });
    const files = await openPack(bytes);
    const pieces: Uint8Array[] = [];
    for await (const piece of files.open(`predictions/${predictions[0]}.json`)) pieces.push(piece);
    const { run, model } = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    expect(model.key).toBe(scene.model);
    for (const digest of [run.artifact, run.schema, run.inputs, run.outputs]) {
      const hash = createHash('sha256');
      for await (const piece of files.open(`blobs/sha256/${digest}`)) hash.update(piece);
      expect(hash.digest('hex')).toBe(digest);
    }
    const verdict = await verified(bytes);
    expect(verdict.verdict).toBe('sound');
    expect(saidOf(verdict)).toContain('sound: 2 predictions, proven to be in sealed batches');
  });

  it('of a prediction whose row was changed behind the portal’s back is broken', async () => {
    const [id] = predictions;
    const change = (consumer: string) =>
      ownerQuery(`UPDATE prediction SET consumer = '${consumer}' WHERE id = '${id}'`);
    const { consumer } = (await listPredictions(scene.owner, { model: scene.model })).items[0]!;
    await change('somebody-else');
    const verdict = await verified(await packOf({ entries: [], predictions: [id!] }));
    await change(consumer);
    expect(verdict.rows.at(-1)).toMatchObject({ verdict: 'broken', check: 'predictions' });
  });

  it('names what is gone', async () => {
    const [signed] = await numbersOf(scene.owner, 'version.signed-off');
    const verdict = await verified(await packOf({ entries: [[signed!, signed!]], blobs: ['0'.repeat(64)] }));
    expect(verdict.contents!.gone).toEqual(['0'.repeat(64)]);
  });

  it('of entries that are not there is NOT_FOUND before anything is written', async () => {
    expect(await codeOf(packOf({ entries: [[0, 1_000_000]] }))).toBe('NOT_FOUND');
  });
});

describe('exporting a pack', () => {
  it('is an entry, and the pack holds that entry', async () => {
    const [signed] = await numbersOf(scene.owner, 'version.signed-off');
    const { id, receipt } = await exportPack(scene.owner, {
      entries: [[signed!, signed!]],
      leaveOut: [[0, 1]],
      predictions: predictions.slice(0, 1),
    });
    const pack = await fetchPack(scene.owner, { id });
    expect(pack.name).toBe(`evidence-${receipt.number}.zip`);
    const verdict = await verified(await collect(pack.write));
    expect(verdict.verdict).toBe('sound');
    expect(verdict.contents!.entries.flat()).toContain(receipt.number);
    const [row] = (await listEntries(scene.owner, { event: 'pack.exported' })).items;
    expect(row?.summary).toBe('Owner exported an evidence pack of 1 entry and 1 prediction.');
  });

  it('proves that the ledger continues checkpoints of any size that a reader kept, signed by it or not', async () => {
    const [signed] = await numbersOf(scene.owner, 'version.signed-off');
    const { size } = (await latestCheckpoint(scene.house))!;
    const kept = [1, 2, size - 1];
    const { id, receipt } = await exportPack(scene.owner, { entries: [[signed!, signed!]], kept });
    const bytes = await collect((await fetchPack(scene.owner, { id })).write);
    const files = await openPack(bytes);
    const named = [...files.sizes.keys()].filter((path) => path.startsWith('consistency/'));
    for (const before of kept)
      expect(named).toContainEqual(expect.stringMatching(new RegExp(`^consistency/${before}-\\d+\\.json$`)));
    expect((await verified(bytes)).verdict).toBe('sound');
    const beyond = exportPack(scene.owner, { entries: [[0, 0]], kept: [receipt.number! + 1_000] });
    expect(await codeOf(beyond)).toBe('NOT_FOUND');
  });

  it('takes along only what the person may read', async () => {
    const viewer = await scene.signer('Viola Viewer', 'viewer');
    const consumer = await scene.signer('Conny Consumer', 'consumer');
    const one = { entries: [[0, 0]] as [number, number][] };
    expect(await codeOf(exportPack(consumer, one))).toBe('FORBIDDEN');
    expect(await codeOf(exportPack(viewer, { entries: [] }))).toBe('BAD_INPUT');
    expect(await codeOf(exportPack(viewer, { entries: [[0, 999_999_999]] }))).toBe('NOT_FOUND');
    expect(await codeOf(exportPack(viewer, { ...one, predictions }))).toBe('FORBIDDEN');
    const { id } = await exportPack(viewer, one);
    expect(await codeOf(fetchPack(consumer, { id }))).toBe('FORBIDDEN');
    expect(await codeOf(fetchPack(viewer, { id: '999999999' }))).toBe('NOT_FOUND');
    const auditor = await scene.signer('Audrey Auditor', 'auditor');
    const future = new Date(Date.now() + 86_400_000);
    await scene.house.pool.query(
      'UPDATE role_assignment SET period_from = $2, period_to = $3 WHERE person_id = $1',
      [auditor.actor.id, future, new Date(future.getTime() + 86_400_000)],
    );
    expect(await codeOf(exportPack(auditor, one))).toBe('FORBIDDEN');
  });
});
