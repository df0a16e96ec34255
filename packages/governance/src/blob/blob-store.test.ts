import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upload } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { type BlobStore, openBlobStore } from './blob-store.ts';
import { findUpload } from './store-upload.ts';
import { sweepBlobs } from './sweep-blobs.ts';

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the blob store', () => {
  let folder: string;
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-blobs-'));
    store = await openBlobStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const left = () => readdir(path.join(folder, 'aside'));

  it('stores what it is given under its digest and reads ranges back', async () => {
    const bytes = Buffer.from('some bytes');
    expect(await store.put(bytes, { maxBytes: 100 })).toEqual({ digest: digestOf(bytes), size: 10 });
    expect(await store.size(digestOf(bytes))).toBe(10);
    expect(Buffer.concat(await store.open(digestOf(bytes), { start: 5, end: 9 }).toArray()).toString()).toBe(
      'bytes',
    );
    const all: string[] = [];
    for await (const digest of store.digests()) all.push(digest);
    expect(all).toEqual([digestOf(bytes)]);
  });

  it('leaves nothing behind of what it refuses', async () => {
    const chunks = async function* () {
      for (let index = 0; index < 100; index += 1) yield Buffer.alloc(1_000);
    };
    await expect(store.put(chunks(), { maxBytes: 50_000 })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    await expect(
      store.put(Buffer.from('a'), { maxBytes: 9, expectedDigest: 'ab'.repeat(32) }),
    ).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    const torn = async function* () {
      yield Buffer.from('half');
      throw new Error('the connection was lost');
    };
    await expect(store.put(torn(), { maxBytes: 9 })).rejects.toThrow('lost');
    expect(await left()).toEqual([]);
  });

  it('makes no path of anything but a digest', async () => {
    for (const name of ['../../etc/passwd', '', 'AB'.repeat(32), `${'ab'.repeat(31)}/.`]) {
      expect(() => store.pathOf(name)).toThrow(TypeError);
      await expect(store.has(name)).rejects.toThrow(TypeError);
    }
  });
});

describe('the sweep', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house.close());

  it('removes what no version names a day later, with its row, and bytes without a row', async () => {
    const developer = await house.person('Dev', 'developer');
    const [old, fresh] = await upload(developer, [
      { path: 'old', kind: 'data', bytes: Buffer.from('old') },
      { path: 'fresh', kind: 'data', bytes: Buffer.from('fresh') },
    ]);
    const orphan = await house.blobs.put(Buffer.from('orphan'), { maxBytes: 99 });
    const before = new Date(Date.now() - 2 * 86_400_000);
    for (const digest of [old!.sha256, orphan.digest])
      await utimes(house.blobs.pathOf(digest), before, before);
    await house.pool.query('UPDATE blob SET created_at = $1 WHERE digest = $2', [before, old!.sha256]);
    expect(await sweepBlobs(house)).toBe(2);
    expect(await findUpload(developer, old!.sha256)).toBeNull();
    expect(await house.blobs.has(orphan.digest)).toBe(false);
    expect(await findUpload(developer, fresh!.sha256)).toEqual({ size: 5 });
    expect(await house.blobs.has(fresh!.sha256)).toBe(true);
  });
});
