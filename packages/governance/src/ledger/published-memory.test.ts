import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase } from '@countersign/database';
import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import { parseNote, readSeen } from '@countersign/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { openInstallationKey } from '../keys/keyring.ts';
import type { Log } from '../log.ts';
import { acceptLoss } from '../loss/accept-loss.ts';
import { insertPerson } from '../person/insert-person.ts';
import { hashPassword } from '../person/password.ts';
import { prepareInstallation } from '../prepare-installation.ts';
import { insertRole } from '../role/insert-role.ts';
import { reauthenticate } from '../signature/sign-grant.ts';
import { keepCosignatures } from '../witness/keep-cosignatures.ts';
import { readLedgerStatus } from '../witness/read-ledger-status.ts';
import { publishedCheckpoint } from './cosigned-checkpoint.ts';
import { PublishedMemory } from './published-memory.ts';
import { Sequencer } from './sequencer.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
const password = 'correct horse battery';
let folder: string;
let backup: TestDatabase;
let live: TestDatabase;
let adaId: string;
let carlaId: string;
let opened: Awaited<ReturnType<typeof open>>;
/** What the live ledger had published last. */
let lastNote: string;

/** An installation on a database, with the one data folder beside it. */
async function open(url: string) {
  const database = createDatabase(url);
  const keyring = await openInstallationKey(path.join(folder, 'installation.key'));
  const { pool } = database;
  const clock = () => new Date();
  const published = new PublishedMemory({ file: path.join(folder, 'published'), pool, log: silent });
  const sequencer = new Sequencer({
    connectionString: url,
    pool,
    clock,
    log: silent,
    keyring,
    published,
  }).start();
  const house = {
    db: database.prisma,
    pool,
    clock,
    log: silent,
    keyring,
    sequencer,
    published,
    url: 'http://localhost:4600',
  };
  const context = (id: string, name: string): Context => ({
    ...(house as unknown as House),
    actor: {
      kind: 'person',
      id,
      name,
      email: `${name}@example.com`,
      via: 'session',
      sessionId: 's',
      scopes: [],
    },
  });
  return {
    house: house as unknown as House,
    system: { ...(house as unknown as House), actor: systemActor('test') },
    published,
    context,
    close: async () => {
      await sequencer.stop();
      await published.close();
      await database.close();
    },
  };
}

const happen = async (count: number) => {
  const events = Array.from({ length: count }, (_, turn) => ({
    event: 'environment.made' as const,
    subject: { kind: 'environment' as const, id: `e-${turn}` },
    data: { key: `e-${turn}` },
  }));
  return (
    await change(opened.system, async () => ({ result: null, events: [events[0]!, ...events.slice(1)] }))
  ).receipt;
};
const add = async (name: string, role: 'administrator' | 'compliance') => {
  const { result } = await change(opened.system, async (tx) => {
    const { id, event } = await insertPerson(tx, opened.system, {
      name,
      email: `${name}@example.com`,
      passwordHash: await hashPassword(password),
    });
    return {
      result: id,
      events: [event, await insertRole(tx, { personId: id, role, modelId: null, by: null })],
    };
  });
  return result;
};
/** As soon as there is a checkpoint of this size or more. */
const newest = async (size: number) => {
  for (;;) {
    const found = await publishedCheckpoint(opened.house, 'newest');
    if (found && found.size >= size) return found.note;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const sign = () =>
  reauthenticate(opened.context(carlaId, 'carla'), {
    requestId: adaId,
    decision: 'endorse',
    substance: '0'.repeat(64),
    presentation: '0'.repeat(64),
    password,
  } as Parameters<typeof reauthenticate>[1]);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-published-'));
  backup = await createTestDatabase();
  opened = await open(backup.url);
  await prepareInstallation(opened.house);
  [adaId, carlaId] = [await add('ada', 'administrator'), await add('carla', 'compliance')];
  await opened.close();
  live = await createTestDatabase({ from: backup });
  opened = await open(live.url);
  const { number } = await happen(20);
  lastNote = await newest(number! + 20);
  await opened.close();
  opened = await open(backup.url);
});
afterAll(async () => {
  await opened.close();
  await backup.close();
  await live.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a database that was put back behind what it had published', () => {
  it('is told from the live one, whose checkpoints are remembered outside of it', async () => {
    expect(readSeen(await readFile(path.join(folder, 'published'), 'utf8'))).toEqual(readSeen(lastNote));
    const loss = await opened.published.check();
    expect(loss).toMatchObject({ kind: 'behind', published: { size: readSeen(lastNote).size } });
    expect(loss!.size).toBe(loss!.published.size - 20);
    const status = await readLedgerStatus(opened.context(adaId, 'ada'));
    expect(status.loss).toMatchObject({ kind: 'behind', published: { note: lastNote } });
  });

  it('records and numbers what happens, signs no checkpoint over it, and lets nobody sign', async () => {
    const before = await newest(0);
    const receipt = await happen(3);
    expect(receipt.number).toBeGreaterThanOrEqual(readSeen(before).size);
    expect(receipt.checkpoint).toBeNull();
    expect(await newest(0)).toBe(before);
    await expect(sign()).rejects.toMatchObject({ code: 'LEDGER_BEHIND' });
    await happen(30);
    expect(await opened.published.check()).toMatchObject({ kind: 'forked' });
    await expect(sign()).rejects.toMatchObject({ code: 'LEDGER_BEHIND' });
  });

  it('learns it from a witness too, where the memory was put back with the database', async () => {
    await rm(path.join(folder, 'published'));
    expect(await opened.published.check()).toBeNull();
    const forged = lastNote.replace(/\n(\d+)\n/, '\n999\n');
    await expect(keepCosignatures(opened.house, forged)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await opened.published.check()).toBeNull();
    await expect(keepCosignatures(opened.house, lastNote)).rejects.toMatchObject({ code: 'LEDGER_BEHIND' });
    expect(await opened.published.check()).toMatchObject({ kind: 'forked', note: lastNote });
    await opened.close();
    opened = await open(backup.url);
    expect((await happen(1)).checkpoint).toBeNull();
  });

  it('goes on under another origin once an administrator has said so by name, with both checkpoints in the entry', async () => {
    const accept = (by: Context, given = password) =>
      acceptLoss(by, {
        comment: 'Disk of the database lost, backup of last night',
        proof: { password: given },
      });
    await expect(accept(opened.context(carlaId, 'carla'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const ada = opened.context(adaId, 'ada');
    await expect(accept(ada, 'wrong')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
    const { origin, receipt } = await accept(ada);
    expect(origin).toBe('localhost:4600/ledger/2');
    const covering = parseNote(receipt.checkpoint!);
    expect(readSeen(receipt.checkpoint!).origin).toBe(origin);
    // The key before it signs the first one too, so that whoever trusts that key can go on.
    expect(covering.signatures.map(({ name }) => name)).toEqual([origin, 'localhost:4600/ledger']);
    const { rows } = await opened.house.pool.query<{ body: string }>(
      "SELECT body FROM ledger_entry WHERE event = 'ledger.loss-accepted'",
    );
    expect(JSON.parse(rows[0]!.body).data).toMatchObject({
      published: { origin: 'localhost:4600/ledger', size: readSeen(lastNote).size },
      kept: { origin: 'localhost:4600/ledger' },
    });
    expect(await opened.published.check()).toBeNull();
    await expect(accept(ada)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(sign()).resolves.toMatchObject({ grant: expect.any(String) });
    // The old ledger's checkpoints are evidence and no news any more.
    await expect(keepCosignatures(opened.house, lastNote)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await happen(1)).checkpoint).toContain(origin);
    await opened.published.flush();
  });

  it('is told again where what is put back is from before that decision', async () => {
    await opened.close();
    opened = await open(live.url);
    expect(await opened.published.check()).toMatchObject({
      published: { origin: 'localhost:4600/ledger/2' },
    });
    const { origin } = await acceptLoss(opened.context(adaId, 'ada'), {
      comment: 'again',
      proof: { password },
    });
    expect(origin).toBe('localhost:4600/ledger/3');
  });
});
