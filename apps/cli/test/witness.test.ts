import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cosignedAt, keyTypes, parseKey, parseNote, readSeen } from '@countersign/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../src/pack/node-crypto.ts';
import { runCommand } from '../src/run-command.ts';
import { openFakeLedger } from './fake-ledger.ts';

let ledger: Awaited<ReturnType<typeof openFakeLedger>>;
let folder: string;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-witness-'));
  ledger = await openFakeLedger();
});
afterEach(async () => {
  await ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...given: string[]) => {
  said = '';
  const say = (text: string) => {
    said += text;
  };
  return runCommand(given, { environment: {}, out: say, aside: say });
};
const name = ['--name', 'witness.example.net/one'];
const look = (...more: string[]) =>
  run('witness', ledger.url, ledger.vkey, '--folder', folder, ...name, '--once', ...more);

/** Everything below the witness's folder, by its path. */
async function files(): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();
}
const evidence = async () => (await files()).filter((file) => file.includes('/refused/'));
const read = (file: string) => readFile(join(folder, file), 'utf8');

describe('a witness', () => {
  it('makes a key of its own that nobody else can read, and prints it for the administrator of the portal', async () => {
    expect(await run('witness', 'key', '--folder', folder)).toBe(2);
    expect(said).toContain('--name');
    expect(await run('witness', 'key', '--folder', folder, ...name)).toBe(0);
    const key = parseKey(said, nodeCrypto.sha256);
    expect(key).toMatchObject({ name: 'witness.example.net/one', type: keyTypes.cosignature });
    expect((await stat(join(folder, 'witness.key'))).mode & 0o777).toBe(0o600);
    expect(await run('witness', 'key', '--folder', folder)).toBe(0);
    expect(parseKey(said, nodeCrypto.sha256)).toEqual(key);
    expect(await run('witness', 'key', '--folder', folder, '--name', 'other')).toBe(2);
  });

  it('follows a growing ledger over the borders of tiles, keeps each checkpoint that it saw and cosigns it', async () => {
    await run('witness', 'key', '--folder', folder, ...name);
    const key = parseKey(said, nodeCrypto.sha256);
    for (const count of [1, 254, 2, 300]) {
      await ledger.grow(count);
      expect(await look()).toBe(0);
    }
    const sizes = (await files()).filter((file) => file.includes('/checkpoints/'));
    expect(sizes.map((file) => Number(file.split('/').at(-1))).sort((a, b) => a - b)).toEqual([
      1, 255, 257, 557,
    ]);
    expect(ledger.given.map((note) => readSeen(note).size)).toEqual([1, 255, 257, 557]);
    const last = parseNote(ledger.given.at(-1)!);
    const seconds = await cosignedAt(last, key, nodeCrypto.ed25519Verify);
    expect(Math.abs(seconds! * 1_000 - Date.now())).toBeLessThan(60_000);
    expect(await look()).toBe(0);
    expect(ledger.given).toHaveLength(5);
  });

  it.each([
    ['rolled-back', () => ledger.truncate(4)],
    ['forked', () => ledger.rewrite(4, 9)],
    ['forked', () => ledger.rewrite(4, 20)],
    ['inconsistent', () => ledger.signOtherThanShown()],
  ])(
    'refuses what is %s, keeps both signed notes as evidence, and goes on refusing',
    async (problem, doWrong) => {
      await ledger.grow(9);
      expect(await look()).toBe(0);
      const kept = ledger.currentNote();
      await doWrong();
      for (const turn of [1, 2]) {
        expect([turn, await look()]).toEqual([turn, 1]);
        expect(said).toContain(`REFUSED (${problem})`);
      }
      const [keptFile, offered, report] = await evidence();
      expect(await evidence()).toHaveLength(3);
      expect(readSeen(await read(keptFile!)).root).toEqual(readSeen(kept).root);
      expect(await read(offered!)).toBe(ledger.currentNote());
      expect(await read(report!)).toContain(problem);
      // It cosigned nothing of it, and told the portal what it had published.
      expect(ledger.given.every((note) => readSeen(note).size === 9)).toBe(true);
    },
  );

  it('follows a change of key that both keys signed, even where it looked only later', async () => {
    await ledger.grow(3);
    expect(await look()).toBe(0);
    await ledger.rotate();
    await ledger.grow(5);
    await ledger.rotate();
    await ledger.grow(7);
    expect(await look()).toBe(0);
    expect(ledger.given.map((note) => readSeen(note).size)).toEqual([3, 17]);
    await ledger.rotate({ alone: true });
    expect(await look()).toBe(1);
    expect(said).toContain('REFUSED (not-handed-over)');
  });

  it('takes no other key for a ledger than the one it was given or was handed over to', async () => {
    await ledger.grow(3);
    expect(await look()).toBe(0);
    const other = await openFakeLedger();
    expect(await run('witness', ledger.url, other.vkey, '--folder', folder, ...name, '--once')).toBe(2);
    expect(said).toContain('followed under another key');
    const elsewhere = await openFakeLedger('elsewhere.example.org/ledger');
    await elsewhere.grow(2);
    expect(await run('witness', elsewhere.url, ledger.vkey, '--folder', folder, ...name, '--once')).toBe(1);
    expect(said).toContain('REFUSED (other-origin)');
    await other.close();
    await elsewhere.close();
  });

  it('says that it cannot tell where the portal is not reached, and where its own memory is damaged', async () => {
    await ledger.grow(3);
    expect(await look()).toBe(0);
    ledger.down(true);
    expect(await look()).toBe(2);
    expect(await evidence()).toEqual([]);
    ledger.down(false);
    const state = (await files()).find((file) => file.endsWith('state.json'))!;
    await writeFile(join(folder, state), '{"keys":[');
    expect(await look()).toBe(2);
    expect(said).toContain('is damaged');
  });

  it('goes on by itself, tells a monitor what it saw, and stops cleanly at SIGTERM', async () => {
    await ledger.grow(3);
    const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [
      ...[main, 'witness', ledger.url, ledger.vkey, '--folder', folder, ...name],
      ...['--every', '1', '--listen', '0'],
    ]);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        output += part.toString();
      });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    while (!/3 entries/.test(output)) await new Promise((resolve) => setTimeout(resolve, 20));
    const status = await fetch(/Status at (\S+)/.exec(output)![1]!);
    expect(status.status).toBe(200);
    expect(await status.json()).toMatchObject({ ledgers: [{ outcome: 'followed', size: 3 }] });
    expect(await look()).toBe(2);
    expect(said).toContain('in use by the witness');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await files()).not.toContain('held');
    expect(await look()).toBe(0);
  });
});
