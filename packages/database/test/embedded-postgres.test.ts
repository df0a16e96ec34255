import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;
let dataDirectory: string;
let server: EmbeddedPostgres | undefined;
let holders: ChildProcess[] = [];

const openFolder = () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-launcher-'));
  chmodSync(folder, 0o711);
  dataDirectory = join(folder, 'postgres');
};
const removeFolder = () => rmSync(folder, { recursive: true, force: true });

afterEach(async () => {
  for (const holder of holders) {
    if (holder.exitCode === null && holder.signalCode === null) holder.kill('SIGKILL');
  }
  holders = [];
  // Whatever a killed holder left running is taken over, so that it can be stopped.
  server ??= existsSync(postmasterPid()) ? await startEmbeddedPostgres({ dataDirectory }) : undefined;
  await server?.stop();
  server = undefined;
});

const postmasterPid = () => join(dataDirectory, 'cluster', 'postmaster.pid');
const readPid = () => Number(readFileSync(postmasterPid(), 'utf8').split('\n')[0]);

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a second process that holds the server; resolves to what it reports. */
async function hold() {
  const holder = fork(fileURLToPath(new URL('hold-embedded-postgres.mjs', import.meta.url)), [dataDirectory]);
  holders.push(holder);
  const [report] = await once(holder, 'message');
  return { holder, report };
}

async function retry<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    }
  }
}

describe('the embedded PostgreSQL', () => {
  // What befell a server must not keep the next one from the same data.
  beforeAll(openFolder);
  afterAll(removeFolder);

  it('keeps what was written over a stop and a start', async () => {
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(server.adopted).toBe(false);
    await query(server.ownerUrl, 'create table kept as select 42 as answer');
    await server.stop();
    expect(existsSync(postmasterPid())).toBe(false);
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(await query(server.ownerUrl, 'select * from kept')).toEqual([{ answer: 42 }]);
  });

  it('listens on the loopback interface alone and lets nobody in without the password', async () => {
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(await query(server.ownerUrl, 'show listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    const stranger = new URL(server.url);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select')).rejects.toThrow(/password authentication failed/);
    expect(statSync(join(dataDirectory, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('takes over the server that a process killed with -9 left running', async () => {
    const { holder, report } = await hold();
    const pid = readPid();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(server.adopted).toBe(true);
    expect(server.url).toBe(report.url);
    expect(readPid()).toBe(pid);
  });

  it('starts again where both the process and its server were killed with -9', async () => {
    const { holder, report } = await hold();
    await query(report.administratorUrl, 'create table kept as select 1 as one');
    const pid = readPid();
    holder.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(server.adopted).toBe(false);
    expect(await query(server.administratorUrl, 'select * from kept')).toEqual([{ one: 1 }]);
  });

  it('refuses a second process on the same data while the first one lives', async () => {
    server = await startEmbeddedPostgres({ dataDirectory });
    const { report } = await hold();
    expect(report.code).toBe('IN_USE');
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts the server again, at the same address, when it dies under us', async () => {
    server = await startEmbeddedPostgres({ dataDirectory });
    const { url } = server;
    const pid = readPid();
    process.kill(pid, 'SIGKILL');
    await retry(async () => {
      await query(url, 'select');
      expect(readPid()).not.toBe(pid);
    });
  });

  it('is not stopped for ever by a pid file whose process is somebody else', async () => {
    server = await startEmbeddedPostgres({ dataDirectory });
    const pidFile = readFileSync(postmasterPid(), 'utf8');
    await server.stop();
    writeFileSync(postmasterPid(), pidFile.replace(/^\d+/, String(process.pid)));
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('the first start', () => {
  beforeEach(openFolder);
  afterEach(removeFolder);

  it('lets exactly one of two first starts at once have the data', async () => {
    const reports = await Promise.all([hold(), hold()]);
    const codes = reports.map(({ report }) => report.code ?? 'RUNS').sort();
    expect(codes).toEqual(['IN_USE', 'RUNS']);
  });

  it('makes its data anew where a first start was interrupted', async () => {
    mkdirSync(join(dataDirectory, 'cluster.999999'), { recursive: true });
    chmodSync(dataDirectory, 0o711);
    server = await startEmbeddedPostgres({ dataDirectory });
    expect(existsSync(join(dataDirectory, 'cluster.999999'))).toBe(false);
  });

  it('says which folder is in the way and what was said by PostgreSQL', async () => {
    mkdirSync(join(dataDirectory, 'cluster', 'something'), { recursive: true });
    chmodSync(dataDirectory, 0o711);
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toThrow(/is in the way/);
    rmSync(dataDirectory, { recursive: true });
    await expect(
      startEmbeddedPostgres({ dataDirectory, settings: { no_such_setting: '1' } }),
    ).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/);
  });

  it.runIf(isRoot)('names the folder that the server account may not enter', async () => {
    chmodSync(folder, 0o700);
    await expect(startEmbeddedPostgres({ dataDirectory })).rejects.toMatchObject({
      code: 'DATA_UNREACHABLE',
      message: expect.stringContaining(`may not enter ${folder}`),
    });
  });

  it('starts under a closed umask', async () => {
    const before = process.umask(0o077);
    try {
      server = await startEmbeddedPostgres({ dataDirectory });
    } finally {
      process.umask(before);
    }
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
