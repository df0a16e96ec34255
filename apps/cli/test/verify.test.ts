import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keyText, noteText, openZip } from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../src/pack/node-crypto.ts';
import { checkpoint, key, run, writePack } from './example-pack.ts';

let folder: string;
let zip: string;
let kept: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-verify-'));
  zip = join(folder, 'pack.zip');
  kept = join(folder, 'kept');
  await writePack(zip, { entries: [[3, 5]] });
  await writeFile(kept, noteText(await checkpoint(7)));
});
afterAll(() => rm(folder, { recursive: true }));

async function unpack(to: string): Promise<string> {
  const bytes = await readFile(zip);
  const source = {
    size: bytes.length,
    read: async (at: number, length: number) => bytes.subarray(at, at + length),
  };
  const files = await openZip(source, nodeCrypto.crc32);
  for (const path of files.sizes.keys()) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await writeFile(join(to, path), files.open(path));
  }
  return to;
}

describe('countersign verify', () => {
  it('says that a pack is sound, as a file and as a folder', async () => {
    const given = ['--key', keyText(key), '--checkpoint', kept];
    const { code, out } = await run('verify', zip, ...given);
    expect(code).toBe(0);
    expect(out).toContain('✓ Entries');
    expect(out).toContain('3 entries, each canonical and proven to be in the ledger');
    expect(out).toContain(`${kept}, 7 entries: this ledger continues it`);
    expect(out).toMatch(/Sound: .*\n$/);
    const open = await unpack(join(folder, 'open'));
    const same = await run('verify', open, ...given);
    expect([same.code, same.out.split('\n').slice(1)]).toEqual([0, out.split('\n').slice(1)]);
  });

  it('asks where the ledger is served for what a pack lacks, and only there', async () => {
    const open = await unpack(join(folder, 'served'));
    const given = ['--key', keyText(key), '--checkpoint', kept];
    expect((await run('verify', open, ...given, '--url', 'http://127.0.0.1:9/models')).code).toBe(0);
    const wrong = await run('verify', open, ...given, '--url', 'nowhere');
    expect([wrong.code, wrong.aside]).toEqual([2, expect.stringContaining('nowhere is not an address')]);
  });

  it('takes a key from a file, and a checkpoint from a proof', async () => {
    const file = join(folder, 'key');
    await writeFile(file, `${keyText(key)}\n`);
    const proof = join(await unpack(join(folder, 'proofs')), 'proofs/3.tlog-proof');
    expect((await run('verify', zip, '--key', file, '--checkpoint', proof)).code).toBe(0);
  });

  it('ends with 1 and names what is broken', async () => {
    const damaged = join(await unpack(join(folder, 'damaged')), 'entries/4.json');
    await writeFile(damaged, (await readFile(damaged, 'utf8')).replace('"n":4', '"n":5'));
    const { code, out } = await run('verify', join(folder, 'damaged'), '--key', keyText(key));
    expect(code).toBe(1);
    expect(out).toContain('entries/4.json: Its bytes are not those that SHA256SUMS says.');
    expect(out).not.toContain('Sound');
  });

  it('ends with 2 where it cannot tell, and where it was used wrongly', async () => {
    expect(await run('verify', zip)).toMatchObject({ code: 2, out: expect.stringContaining('Cannot tell') });
    expect((await run('verify', zip, '--key', 'no key')).aside).toContain('A key is one line');
    expect((await run('verify', join(folder, 'nowhere'), '--key', keyText(key))).code).toBe(2);
    expect((await run('verify', zip, '--key', keyText(key), '--checkpoint', 'nowhere')).code).toBe(2);
  });

  it('follows no link out of a folder', async () => {
    const to = await unpack(join(folder, 'linked'));
    await rm(join(to, 'README.txt'));
    await symlink('/etc/hostname', join(to, 'README.txt'));
    expect(await run('verify', to, '--key', keyText(key))).toMatchObject({
      code: 1,
      out: expect.stringContaining('neither a file nor a folder'),
    });
    expect((await readdir(to)).length).toBeGreaterThan(4);
  });

  it('prints all of it as JSON', async () => {
    const { out } = await run('verify', zip, '--key', keyText(key), '--json');
    expect(JSON.parse(out)).toMatchObject({ verdict: 'sound', head: { origin: key.name, size: 20 } });
  });
});
