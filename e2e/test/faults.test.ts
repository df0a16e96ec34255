import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { type Cast, engageCast } from './faults-cast.ts';
import { inspect } from './faults-findings.ts';
import { Load } from './faults-load.ts';
import { FaultyPortal } from './faults-portal.ts';

// Small here; the soak benchmark runs this file with large counts.
const kills = Number(process.env.FAULTS_KILLS ?? 3);
const restarts = Number(process.env.FAULTS_RESTARTS ?? 3);
const clients = { modelMakers: 18, registrars: 16, askers: 4, pauseMs: 60 };
const reviewers = 16;
const nothing = { lost: [], silent: [], unfounded: [], gaps: [] };

let portal: FaultyPortal;
let cast: Cast;
beforeAll(async () => {
  portal = await FaultyPortal.open();
  await portal.start();
  cast = await engageCast(portal, reviewers);
});
afterAll(() => portal.close());
beforeEach(() => onTestFailed(() => console.log(portal.output)));

/** Anywhere in the second after every kind of call has succeeded. */
const atARandomPoint = async (load: Load) => {
  await load.untilAllSucceed();
  await sleep(Math.random() * 1_000);
};

/** Printed; kept as well where the soak benchmark counts what has passed. */
function report(what: 'kills' | 'restarts', ms: readonly number[], load: Load): void {
  const figures = JSON.stringify({ what, ms: ms.map(Math.round), acknowledged: load.total });
  console.log(figures);
  if (process.env.FAULTS_REPORT) appendFileSync(process.env.FAULTS_REPORT, `${figures}\n`);
}

describe('50 concurrent writers', () => {
  it.runIf(kills > 0)(
    'lose nothing that was acknowledged when the server is killed at random points',
    async () => {
      const load = new Load(cast, clients).start();
      /** From the start of the process to "ready". */
      const times: number[] = [];
      for (let kill = 0; kill < kills; kill += 1) {
        await atARandomPoint(load);
        await portal.kill();
        times.push(await portal.start());
      }
      await load.untilAllSucceed();
      await load.stop();
      expect(await inspect(cast, load.acknowledged)).toEqual(nothing);
      // A killed server cuts connections; nothing else may go wrong.
      expect([...load.failures.keys()]).toEqual(['CUT']);
      report('kills', times, load);
    },
  );

  it.runIf(restarts > 0)('lose nothing and need nobody when PostgreSQL is killed or restarted', async () => {
    const load = new Load(cast, clients).start();
    const server = portal.processId;
    /** From the signal to the last call that failed. */
    const times: number[] = [];
    for (let restart = 0; restart < restarts; restart += 1) {
      await atARandomPoint(load);
      const began = performance.now();
      await portal.endDatabase(restart % 2 === 0 ? 'SIGKILL' : 'SIGINT');
      await load.untilAllSucceed();
      times.push(Math.max(0, load.lastFailure - began));
    }
    await load.stop();
    expect([portal.isRunning, portal.processId], portal.output).toEqual([true, server]);
    expect(await inspect(cast, load.acknowledged)).toEqual(nothing);
    expect([...load.failures.keys()]).toEqual(['DATABASE_UNAVAILABLE']);
    report('restarts', times, load);
  });
});
