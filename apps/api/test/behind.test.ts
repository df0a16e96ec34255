import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, manifestFromFolder, parseFolderManifest } from '@countersign/contracts';
import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPortal, type Portal, password } from './open-portal.ts';

const data = new URL('../../../packages/examples/data/ridership-demand/', import.meta.url);
const versions = new URL('versions/2.1.0-rc.1/', data);
const base = '/api/v1/models/ridership-demand';
const bytes = (path: string) => readFile(new URL(path, versions));
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

let folder: string;
let live: TestDatabase;
let backup: TestDatabase;
let portal: Portal;
let token: string;
let inputs: object;
/** What the live portal published last, after the backup was taken. */
let published: string;

const post = (url: string, payload: object) =>
  portal.rest(token, { method: 'POST', url: `${base}${url}`, payload });
const done = async (reply: ReturnType<typeof post>) => {
  const { statusCode, body } = await reply;
  expect(statusCode, body).toBeLessThan(300);
  return JSON.parse(body);
};
const checkpoint = async () => (await portal.app.inject({ url: '/ledger/checkpoint' })).body;
const sizeIn = (note: string) => Number(note.split('\n')[1]);
const open = async (database: Pick<TestDatabase, 'url'>) => {
  portal = await openPortal({ place: { url: database.url, folder } });
};

/** Two versions in staging, the second of them champion, each with a request for review. */
async function prepare(): Promise<void> {
  const developer = await portal.person('Dora Developer', 'developer', 'owner', 'operator');
  for (const [name, role] of [
    ['Rita', 'reviewer'],
    ['Ada', 'administrator'],
  ] as const)
    await portal.person(name, role);
  token = (await portal.token(developer)).secret;
  await done(
    portal.rest(token, {
      method: 'POST',
      url: '/api/v1/models',
      payload: { key: 'ridership-demand', name: 'Ridership', purpose: 'entries a day', tier: 'moderate' },
    }),
  );
  const manifest: Manifest = await manifestFromFolder(
    parseFolderManifest((await bytes('manifest.json')).toString()),
    async (path) => (await bytes(path)).toString(),
    async (path) => ({ sha256: sha256(await bytes(path)), size: (await bytes(path)).length }),
  );
  for (const file of manifest.files)
    await portal.rest(token, {
      method: 'PUT',
      url: `/api/v1/uploads/${file.sha256}`,
      payload: await bytes(file.path),
      headers: { 'content-type': 'application/octet-stream' },
    });
  for (const version of ['1.0.0', '1.1.0']) {
    await done(post('/versions', { ...manifest, version, requestReview: { comment: 'Please review.' } }));
    await done(post('/deployments', { version, environment: 'staging', role: 'champion' }));
  }
  const lines = await readFile(new URL('predictions-2.1.0-rc.1.ndjson', data), 'utf8');
  inputs = JSON.parse(lines.slice(0, lines.indexOf('\n'))).inputs;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-behind-'));
  live = await createTestDatabase();
  await live.pool.end();
  await open(live);
  await prepare();
  await portal.close();
  backup = await createTestDatabase({ from: live });
  await open(live);
  await done(post('/invocations?environment=staging', { inputs }));
  await done(post('/deployments/stop', { version: '1.1.0', environment: 'staging' }));
  const { rows } = await portal.house.pool.query<{ entries: number }>(
    'SELECT count(*)::int AS entries FROM ledger_entry',
  );
  await vi.waitFor(
    async () => expect(sizeIn(await checkpoint())).toBeGreaterThanOrEqual(rows[0]!.entries),
    30_000,
  );
  await portal.close();
  published = await readFile(join(folder, 'published'), 'utf8');
  await open(backup);
});
afterAll(async () => {
  await portal.close();
  await live.close();
  await backup.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a portal on a database that was restored behind what it had published', () => {
  it('says so to whoever asks for the state of the ledger', async () => {
    const cookie = await portal.signIn('ada@example.org');
    const status = (await portal.ask('ledger.status', undefined, { cookie })).json().result.data;
    expect(status.loss).toMatchObject({ kind: 'behind', published: { note: published } });
    expect(status.loss.size).toBeLessThan(sizeIn(published));
  });

  it('reads, answers, rolls back, blocks and stops as before, and signs no checkpoint over it', async () => {
    const before = await checkpoint();
    expect(sizeIn(before)).toBeLessThan(sizeIn(published));
    const read = await portal.rest(token, { url: `${base}/versions/1.1.0` });
    expect([read.statusCode, read.json().version.standing]).toEqual([200, 'usable']);
    const answer = () => post('/invocations?environment=staging', { inputs });
    expect(await done(answer())).toMatchObject({ version: '1.1.0' });
    const there = { version: '1.0.0', environment: 'staging' };
    const { receipt } = await done(post('/deployments/rollback', there));
    expect(receipt).toMatchObject({ checkpoint: null, proof: null });
    expect(await done(answer())).toMatchObject({ version: '1.0.0' });
    const mark = { standing: 'blocked', severity: 'high', reason: 'Wrong on Sundays' };
    await done(post('/versions/1.1.0/standing/mark', mark));
    await done(post('/deployments/stop', there));
    expect((await answer()).json().error.code).toBe('NO_DEPLOYMENT');
    expect(await checkpoint()).toBe(before);
    // Stopping waits for no number; it comes all the same.
    const newest = async () =>
      (await portal.rest(token, { url: '/api/v1/entries?limit=1' })).json().items[0].number;
    await expect.poll(newest, { timeout: 10_000 }).toEqual(expect.any(Number));
  });

  it('lets nobody sign until an administrator has accepted the loss by name', async () => {
    const reviewer = await portal.signIn('rita@example.org');
    const ask = async (procedure: string, input: object) =>
      (await portal.ask(procedure, input, { cookie: reviewer })).json().result.data;
    const { items } = await ask('inbox.list', {});
    const item = items.find(({ version }: { version: string | { label: string } }) =>
      JSON.stringify(version).includes('1.0.0'),
    );
    const subject = await ask('signOff.subject', { requestId: item.requestId });
    const { requestId, substance, presentation } = subject;
    const signing = { requestId, substance, presentation, decision: 'request-changes' };
    const reauthenticate = () => portal.call('signOff.reauthenticate', { ...signing, password }, reviewer);
    const refused = await reauthenticate();
    expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('LEDGER_BEHIND')]);

    const loss = { comment: 'Disk of the database lost', proof: { password } };
    const accept = async (email: string) =>
      portal.call('ledger.acceptLoss', loss, await portal.signIn(email));
    expect((await accept('rita@example.org')).body).toContain('FORBIDDEN');
    expect((await reauthenticate()).statusCode).toBe(409);
    const accepted = await accept('ada@example.org');
    expect([accepted.statusCode, accepted.json().result.data.origin]).toEqual([
      200,
      'localhost:4600/ledger/2',
    ]);

    const { grant } = (await reauthenticate()).json().result.data;
    const signed = await portal.call(
      'signOff.sign',
      {
        ...signing,
        role: 'reviewer',
        meaning: subject.meanings['request-changes'][0],
        comment: 'Read and weighed.',
        checklist: subject.checklist.map((question: string) => ({ question, answer: 'no' })),
        evidenceDigests: subject.evidenceDigests,
        goalDigest: subject.goal?.digest ?? null,
        grant,
      },
      reviewer,
    );
    expect(signed.statusCode, signed.body).toBe(200);
    expect(signed.json().result.data.receipt.checkpoint).toContain('localhost:4600/ledger/2');
    expect((await checkpoint()).split('\n')[0]).toBe('localhost:4600/ledger/2');
  });
});
