import { createHash, createPublicKey, verify } from 'node:crypto';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, grantApplicationRole, startEmbeddedPostgres } from '@countersign/database';
import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import { prepareJobs } from '@countersign/governance';
import { judgeCheckpoint, parseKey, readSeen, tilePath } from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../src/backup/make-backup.ts';
import type { Manifest } from '../src/backup/manifest.ts';
import { restoreBackup } from '../src/backup/restore-backup.ts';
import { openPortal, type Portal, password } from './open-portal.ts';

/** People that the installation has beforehand, each an entry or two; the soak benchmark runs this file with many. */
const people = Number(process.env.BACKUP_PEOPLE ?? 0);

let folder: string;
let live: TestDatabase;
let portal: Portal;
let fresh: EmbeddedPostgres;
let manifest: Manifest;
const said: string[] = [];
const say = (sentence: string) => void said.push(sentence);
const at = (...parts: string[]) => join(folder, ...parts);
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
/** SubjectPublicKeyInfo of Ed25519 up to the key's own bytes. */
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const ed25519 = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([spki, key]), format: 'der', type: 'spki' }),
    signature,
  );
const read = async (from: Portal, url: string) =>
  (await from.app.inject({ url: `/ledger/${url}` })).rawPayload;
/** Letters alone, because addresses are made of names. */
const letters = (number: number) =>
  number.toString(26).replaceAll(/./g, (digit) => 'abcdefghijklmnopqrstuvwxyz'[Number.parseInt(digit, 26)]!);
const checkpoint = async () => (await read(portal, 'checkpoint')).toString('utf8');

beforeAll(
  async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-backup-'));
    // Where this runs as root, PostgreSQL enters as another account.
    await chmod(folder, 0o711);
    live = await createTestDatabase();
    portal = await openPortal({ place: { url: live.url, folder } });
    await portal.person('Ada', 'administrator');
    for (let made = 0; made < people; made += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => portal.person(`Clerk ${letters(made + n)}`, 'viewer')),
      );
    for (const text of ['a model', 'another model'])
      await portal.house.blobs.put(Buffer.from(text), { maxBytes: 100 });
    await live.pool.query(
      `SELECT graphile_worker.add_job('mail.deliver', payload => '{"mailId": "one"}', job_key => 'mail one', max_attempts => 7)`,
    );
  },
  60_000 + 50 * people,
);
afterAll(async () => {
  await portal.close();
  await fresh?.stop();
  await live.close();
  await rm(folder, { recursive: true, force: true });
});

const parts = (more: object = {}) => ({
  ownerUrl: live.ownerUrl,
  dataDirectory: folder,
  keyName: portal.house.keyring.keyName,
  say,
  ...more,
});
const restore = (from: string, more: object = {}) =>
  restoreBackup(from, {
    ...parts({ ownerUrl: fresh.ownerUrl, dataDirectory: at('new') }),
    keyFile: at('new', 'installation.key'),
    ...more,
  });

describe('a backup', () => {
  it('is taken while people go on, holds one moment, and is whole or not there', async () => {
    let isWriting = true;
    const write = async (writer: number) => {
      for (let n = 1; isWriting; n += 1)
        await portal.person(`Writer ${'abcdefgh'[writer]} ${'x'.repeat(n)}`, 'viewer');
    };
    const writers = [0, 1, 2].map(write);
    manifest = await makeBackup(at('first'), parts());
    isWriting = false;
    await Promise.all(writers);
    await portal.person('Late', 'viewer');
    const rows = Object.fromEntries(manifest.database.tables.map(({ name, rows: count }) => [name, count]));
    expect(rows).toMatchObject({ job: 1, environment: 2 });
    // One moment: each person has their entry, and each numbered entry is one that is there.
    const people = await live.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM person');
    expect(rows.person).toBeLessThan(people.rows[0]!.count);
    expect(rows.ledger_number).toBeLessThanOrEqual(rows.ledger_entry!);
    expect(manifest.blobs).toMatchObject({ count: 2, damaged: [] });
    expect(await readFile(at('first', 'SHA256SUMS'), 'utf8')).not.toMatch(/installation\.key|published/);
    await expect(makeBackup(at('first'), parts())).rejects.toThrow('not empty');
  });

  it('is not put back where a byte was changed, its key is missing, or somebody is there already', async () => {
    fresh = await startEmbeddedPostgres({ dataDirectory: at('new'), settings: { fsync: 'off' } });
    const file = at('first', 'database', 'person.ndjson.gz');
    const sound = await readFile(file);
    await writeFile(file, Buffer.from(sound.map((byte, index) => (index === 40 ? byte ^ 1 : byte))));
    await expect(restore(at('first'))).rejects.toThrow(
      'person.ndjson.gz of the backup is not what was written',
    );
    await writeFile(file, sound);
    await expect(restore(at('first'), { keyName: null })).rejects.toThrow(manifest.keyName);
    await expect(restore(at('first'), { keyName: 'another' })).rejects.toThrow('another');
    await expect(restore(at('first'), { ownerUrl: live.ownerUrl })).rejects.toThrow('not empty');
    await expect(restore(at('nowhere'))).rejects.toThrow('no backup');
  });

  it('gives back every row, byte for byte, in a cluster that knew nothing', async () => {
    await restore(at('first'));
    const again = await makeBackup(
      at('second'),
      parts({ ownerUrl: fresh.ownerUrl, dataDirectory: at('new') }),
    );
    expect(again.database).toEqual(manifest.database);
    expect(again.blobs).toEqual(manifest.blobs);
    await expect(restore(at('first'))).rejects.toThrow('not empty');
  });

  it('holds a prefix of the live ledger, and the portal on it says that it is behind and lets nobody sign', async () => {
    const newest = await checkpoint();
    const kept = readSeen(manifest.checkpoint!);
    expect(kept.size).toBeLessThan(readSeen(newest).size);
    const key = parseKey((await read(portal, 'key')).toString('utf8').trim(), sha256);
    const judged = await judgeCheckpoint(
      newest,
      { key, kept },
      { readTile: (tile) => read(portal, tilePath(tile)), verify: ed25519, sha256 },
    );
    expect(judged.problem).toBeNull();
    await portal.close();
    for (const name of ['installation.key', 'published']) await copyFile(at(name), at('new', name));
    await prepareJobs(fresh.ownerUrl);
    expect(await grantApplicationRole(fresh.ownerUrl, fresh.url)).toBe(true);
    portal = await openPortal({ place: { url: fresh.url, folder: at('new') } });
    const cookie = await portal.signIn('ada@example.org');
    const status = (await portal.ask('ledger.status', undefined, { cookie })).json().result.data;
    expect(status.loss).toMatchObject({ kind: 'behind', published: { note: newest } });
    const grant = {
      requestId: '01890000-0000-7000-8000-000000000000',
      decision: 'endorse',
      substance: 'a'.repeat(64),
      presentation: 'a'.repeat(64),
      password,
    };
    expect((await portal.call('signOff.reauthenticate', grant, cookie)).body).toContain('LEDGER_BEHIND');
    // It goes on: what is recorded now has its entry, and no checkpoint is signed over it.
    await portal.person('After', 'viewer');
    expect(await checkpoint()).toBe(manifest.checkpoint);
    const jobs = await portal.house.pool.query(
      'SELECT task_identifier, key, max_attempts FROM graphile_worker.jobs',
    );
    expect(jobs.rows).toEqual([{ task_identifier: 'mail.deliver', key: 'mail one', max_attempts: 7 }]);
  });
});
