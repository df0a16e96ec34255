import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '@countersign/contracts';
import type { TestDatabase } from '@countersign/database/testing';
import { fromBase64, leafHash, parseCheckpoint, parseNote, verifyInclusion } from '@countersign/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditLedger, nothingWrong } from '../../test/audited-ledger.ts';
import { type Lost, openCutLine } from '../../test/cut-line.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openSmallDisk } from '../../test/small-disk.ts';
import { change } from '../change.ts';
import { type Context, systemActor } from '../context.ts';
import { ledgerSha256 } from './ledger-sha256.ts';
import { Sequencer } from './sequencer.ts';

// Small here; the soak benchmark runs this file with large counts.
const leaderships = Number(process.env.SEQUENCER_LEADERSHIPS ?? 4);
const cutRounds = Number(process.env.SEQUENCER_CUT_ROUNDS ?? 1);
const jumps = Number(process.env.SEQUENCER_JUMPS ?? 6);
/** Where a small file system is mounted that may be filled; the benchmark mounts one where it is allowed to. */
const smallDisk = process.env.SEQUENCER_SMALL_DISK;
const fills = Number(process.env.SEQUENCER_FILLS ?? 1);
const hourMs = 3_600_000;

let house: TestHouse;
let system: Context;
const open = async (database?: TestDatabase) => {
  house = await openHouse(database);
  system = { ...house, actor: systemActor('test') };
};
beforeEach(async () => {
  if (!smallDisk) await open();
});
/** What a test leaves running where it fails. */
const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.allSettled(running.splice(0).map((one) => one.stop()));
  await house.close();
});

function sequencerOf(connectionString = house.database.url, clock = house.clock): Sequencer {
  const { pool, log, keyring } = house;
  const sequencer = new Sequencer({ connectionString, pool, clock, log, keyring });
  running.push(sequencer);
  return sequencer;
}

const happen = async (ctx: Context, count: number, waitMs?: number): Promise<Receipt> => {
  const events = Array.from({ length: count }, (_, turn) => ({
    event: 'environment.made' as const,
    subject: { kind: 'environment' as const, id: `e-${turn}` },
    data: { key: `e-${turn}` },
  }));
  const work = async () => ({ result: undefined, events: [events[0]!, ...events.slice(1)] as const });
  return (await change(ctx, work, waitMs === undefined ? {} : { waitMs })).receipt;
};

/** Clients that write until they are stopped, and keep what they were told, each in its order. */
function write(ctxs: readonly Context[], pauseMs: number) {
  let isRunning = true;
  let failed = 0;
  const told = ctxs.map((): Receipt[] => []);
  const clients = ctxs.map(async (ctx, at) => {
    while (isRunning) {
      try {
        told[at]!.push(await happen(ctx, 1 + Math.floor(3 * Math.random())));
      } catch (error) {
        if (!smallDisk) throw error;
        failed += 1;
      }
      await sleep(pauseMs * Math.random());
    }
  });
  const writers = {
    get failed() {
      return failed;
    },
    get succeeded() {
      return told.flat().length;
    },
    async stop(): Promise<readonly (readonly Receipt[])[]> {
      isRunning = false;
      await Promise.all(clients);
      return told;
    },
  };
  running.push(writers);
  return writers;
}

const allNumbered = () =>
  expect.poll(async () => (await auditLedger(house.pool)).waiting, { timeout: 20_000 }).toEqual([]);

const headNow = async () => {
  const { rows } = await house.pool.query<{ epoch: string; size: string }>(
    'SELECT epoch, size FROM ledger_head',
  );
  return { epoch: Number(rows[0]!.epoch), size: Number(rows[0]!.size) };
};

/** What clients were told holds: each number is the entry's, in the order of the client's own calls, and each receipt proves itself. */
async function expectKept(told: readonly (readonly Receipt[])[]): Promise<void> {
  const { rows } = await house.pool.query<{ id: string; number: string; body: string }>(
    'SELECT e.id, n.number, e.body FROM ledger_entry e JOIN ledger_number n ON n.entry_id = e.id',
  );
  const kept = new Map(rows.map((row) => [String(row.id), row]));
  for (const receipts of told) {
    const numbers = receipts.flatMap(({ entryIds }) => entryIds.map((id) => Number(kept.get(id)?.number)));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    for (const { entryIds, number, checkpoint, proof } of receipts) {
      const { body, number: own } = kept.get(entryIds[0]!)!;
      if (number !== null) expect(number).toBe(Number(own));
      if (!checkpoint) continue;
      const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
      const leaf = leafHash(body, ledgerSha256);
      const path = proof!.map(fromBase64);
      expect(verifyInclusion({ index: number!, size }, leaf, path, root, ledgerSha256)).toBe(true);
    }
  }
}

/** Counts for the soak benchmark. */
function report(what: string, times: number, entries: number): void {
  if (process.env.SEQUENCER_REPORT)
    appendFileSync(process.env.SEQUENCER_REPORT, `${JSON.stringify({ what, times, entries })}\n`);
}

describe('the sequencer under faults', () => {
  it.runIf(leaderships > 0)(
    'numbers without fork, gap or duplicate where two are alive and the lead moves',
    async () => {
      const alive = [house.sequencer, sequencerOf().start()];
      const contexts = [0, 1, 2, 3, 4, 5].map((n) => ({
        ...system,
        get sequencer() {
          return alive[n % 2]!;
        },
      }));
      /** Each ends a lead, and says how far the epoch must come for another to have begun. */
      const ends: readonly { readonly epochs: number; end(): Promise<unknown> }[] = [
        // Its connection is taken from it, in the middle of whatever it does.
        {
          epochs: 1,
          end: () =>
            house.pool.query(
              `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = $1
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
              [0x6c65_6467],
            ),
        },
        // Somebody else has taken over, and it believes that it leads.
        { epochs: 2, end: () => house.pool.query('UPDATE ledger_head SET epoch = epoch + 1') },
        // Its process is asked to stop; another is started.
        {
          epochs: 1,
          end: async () => {
            // Whoever took over a moment ago may not know it yet.
            await expect.poll(() => alive.findIndex(({ leads }) => leads), { timeout: 20_000 }).not.toBe(-1);
            const leads = alive.findIndex((sequencer) => sequencer.leads);
            const [leader] = alive.splice(leads, 1, sequencerOf().start());
            await leader!.stop();
          },
        },
      ];
      const writers = write(contexts, 5);
      await expect.poll(() => alive.some(({ leads }) => leads)).toBe(true);
      for (let turn = 0; turn < leaderships; turn += 1) {
        const before = await headNow();
        const { epochs, end } = ends[turn % ends.length]!;
        await end();
        await expect
          .poll(
            async () => {
              const { epoch, size } = await headNow();
              return epoch >= before.epoch + epochs && size > before.size + 5;
            },
            { timeout: 20_000 },
          )
          .toBe(true);
      }
      const told = await writers.stop();
      await allNumbered();
      for (const sequencer of alive) await sequencer.stop();
      const audited = await auditLedger(house.pool);
      expect(audited).toMatchObject(nothingWrong);
      expect(audited.checkpoints).toBeGreaterThan(leaderships);
      await expectKept(told);
      report('leaderships', leaderships, audited.size);
    },
  );

  it.runIf(cutRounds > 0)(
    'goes on alone where it dies between any two statements, with no tile torn',
    async () => {
      await house.sequencer.stop();
      const line = await openCutLine(house.database.url);
      const receipts: Receipt[] = [];
      let cuts = 0;
      for (let round = 0; round < cutRounds; round += 1) {
        // Up to the border of a tile, so that the cuts are on both sides of it.
        const { size } = await auditLedger(house.pool);
        const toBorder = 256 - (size % 256);
        receipts.push(await happen(system, Math.max(1, toBorder - 20), 0));
        for (const lost of ['question', 'answer'] satisfies Lost[]) {
          const died = new Set<string>();
          for (let statement = 1; ; statement += 1) {
            receipts.push(await happen(system, 2, 0));
            line.cutAt(statement, lost);
            const sequencer = sequencerOf(line.url).start();
            const heard = await line.cut();
            await sequencer.stop();
            expect(await auditLedger(house.pool)).toMatchObject({
              ...nothingWrong,
              waiting: expect.anything(),
            });
            cuts += 1;
            died.add(heard.at(-1)!.trim().split(/\s+/).slice(0, 3).join(' '));
            if (heard.slice(0, -1).includes('COMMIT')) break;
          }
          for (const step of ['BEGIN', 'INSERT INTO ledger_number', 'INSERT INTO ledger_tile', 'COMMIT'])
            expect(died).toContain(step);
          for (const step of ['INSERT INTO ledger_checkpoint', 'UPDATE ledger_head SET'])
            expect(died).toContain(step);
        }
      }
      await line.close();
      const last = sequencerOf().start();
      await allNumbered();
      await last.stop();
      const audited = await auditLedger(house.pool);
      expect(audited).toMatchObject(nothingWrong);
      await expectKept([receipts]);
      report('cuts', cuts, audited.size);
    },
  );

  it.runIf(cutRounds > 0)(
    'never looks again at what it has numbered, however much comes without a pause',
    async () => {
      await house.sequencer.stop();
      const head = async () => {
        const { rows } = await house.pool.query<{ size: string; settled: string }>(
          'SELECT size, settled FROM ledger_head',
        );
        return { size: Number(rows[0]!.size), settled: Number(rows[0]!.settled) };
      };
      let settled = 0;
      // Transactions of other databases of the same server, such as other tests have, hold back what is settled: then once more.
      for (let round = 0; round < 20 && settled <= 1_000; round += 1) {
        if (round > 0) await sleep(1_000);
        for (let n = 0; n < 5; n += 1) await happen(system, 1_000, 0);
        const before = await head();
        const line = await openCutLine(house.database.url);
        // The second of several full batches, before it ends.
        line.cutAt(40, 'question');
        const sequencer = sequencerOf(line.url).start();
        const heard = await line.cut();
        await sequencer.stop();
        await line.close();
        const after = await head();
        expect(heard.filter((statement) => statement === 'COMMIT').length).toBeGreaterThan(1);
        expect(after.size - before.size).toBeLessThan(5_000);
        settled = after.settled - before.settled;
      }
      expect(settled).toBeGreaterThan(1_000);
    },
  );

  it.runIf(jumps > 0)(
    'keeps the order and signs what holds where the clock jumps an hour to and fro',
    async () => {
      await house.sequencer.stop();
      let offMs = 0;
      const clock = () => new Date(Date.now() + offMs);
      const sequencer = sequencerOf(house.database.url, clock).start();
      const contexts = [1, 2, 3, 4].map(() => ({ ...system, clock, sequencer }));
      const writers = write(contexts, 5);
      for (let jump = 0; jump < jumps; jump += 1) {
        await sleep(100);
        offMs = [hourMs, -hourMs, 0][jump % 3]!;
        // Something is numbered by each clock, however long that takes.
        const { size } = await headNow();
        await expect.poll(async () => (await headNow()).size, { timeout: 20_000 }).toBeGreaterThan(size + 20);
      }
      const told = await writers.stop();
      await allNumbered();
      await sequencer.stop();
      const audited = await auditLedger(house.pool);
      expect(audited).toMatchObject(nothingWrong);
      await expectKept(told);
      const { rows } = await house.pool.query<{ turns: string }>(
        `SELECT count(*) FILTER (WHERE at < before) AS turns FROM
         (SELECT at, lag(at) OVER (ORDER BY number) AS before FROM ledger_number JOIN ledger_entry ON id = entry_id) AS moved`,
      );
      expect(Number(rows[0]!.turns)).toBeGreaterThanOrEqual(Math.floor(jumps / 3));
      report('jumps', jumps, audited.size);
    },
  );

  // Never skipped where it runs: the benchmark says so where it could mount nothing.
  if (smallDisk)
    it('loses nothing and goes on alone where the disk is full', async () => {
      const disk = await openSmallDisk(smallDisk);
      await open(disk.database);
      const contexts = [1, 2, 3, 4].map(() => system);
      const writers = write(contexts, 20);
      for (let fill = 0; fill < fills; fill += 1) {
        const { failed } = writers;
        disk.fill();
        await expect.poll(() => writers.failed, { timeout: 60_000 }).toBeGreaterThan(failed + 10);
        disk.free();
        const { succeeded } = writers;
        await expect.poll(() => writers.succeeded, { timeout: 60_000 }).toBeGreaterThan(succeeded + 10);
        await allNumbered();
        expect(await auditLedger(house.pool)).toMatchObject({ ...nothingWrong, waiting: expect.anything() });
      }
      const told = await writers.stop();
      await allNumbered();
      const audited = await auditLedger(house.pool);
      expect(audited).toMatchObject(nothingWrong);
      await expectKept(told);
      report('fills', fills, audited.size);
    });
});
