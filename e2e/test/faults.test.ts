import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { type CorporateProxy, issuer, openCorporateProxy, ownAuthority } from './corporate-proxy.ts';
import { demand } from './faults-caller.ts';
import { type Cast, engageCast, registerReal } from './faults-cast.ts';
import { inspect } from './faults-findings.ts';
import { Load } from './faults-load.ts';
import { FaultyPortal } from './faults-portal.ts';

// Small here; the soak benchmark runs this file with large counts.
const kills = Number(process.env.FAULTS_KILLS ?? 1);
const stops = Number(process.env.FAULTS_STOPS ?? 1);
const restarts = Number(process.env.FAULTS_RESTARTS ?? 2);
/** Longest pause between two calls of one client, in ms; short in the soak. */
const pauseMs = Number(process.env.FAULTS_PAUSE ?? 1_000);
/** Few enough that the jobs, too, have their turn. */
const few = { modelMakers: 6, registrars: 4, askers: 4, signers: 4, pauseMs };
/** More than 50 writers in the soak. */
const isFull = process.env.FAULTS_WRITERS === '50';
const clients = isFull ? { modelMakers: 18, registrars: 16, askers: 4, pauseMs } : few;
const reviewers = isFull ? 16 : few.signers;
const nothing = { lost: [], silent: [], unfounded: [], gaps: [] };

let portal: FaultyPortal;
let proxy: CorporateProxy;
let cast: Cast;
beforeAll(async () => {
  proxy = await openCorporateProxy();
  portal = await FaultyPortal.open({
    COUNTERSIGN_OIDC_ISSUER: issuer,
    COUNTERSIGN_OIDC_CLIENT_ID: 'countersign',
    HTTPS_PROXY: proxy.url,
    NODE_EXTRA_CA_CERTS: ownAuthority,
  });
  await portal.start();
  cast = await engageCast(portal, reviewers);
});
afterAll(async () => {
  await portal.close();
  await proxy.close();
});
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

describe('concurrent writers', () => {
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

  it.runIf(stops > 0)(
    'fail in nothing that is in flight when the server is asked to stop, and jobs go on',
    async () => {
      const { developer } = cast;
      const load = new Load(cast, few).start();
      for (let stop = 0; stop < stops; stop += 1) {
        await atARandomPoint(load);
        const { model, version } = await registerReal(developer, `9.${stop}.0`);
        const asked = performance.now();
        expect(await portal.stop(), portal.output).toBe(0);
        // A call that was made afterwards finds nobody; one that was under way is answered.
        expect(load.failed.filter(({ from, to }) => from < asked && to > asked)).toEqual([]);
        await portal.start();
        const evidence = () =>
          developer.rest<{ items: { result: string }[] }>(
            'GET',
            `/models/${model}/versions/${version}/evidence`,
          );
        await expect
          .poll(async () => demand(await evidence()).items.map(({ result }) => result), { timeout: 60_000 })
          .toEqual(['pass', 'pass']);
      }
      await load.untilAllSucceed();
      await load.stop();
      expect(await inspect(cast, load.acknowledged)).toEqual(nothing);
    },
  );
});

describe('behind a corporate proxy', () => {
  const begin = async () => {
    const { headers } = await fetch(`${portal.url}/api/sign-on`, { redirect: 'manual' });
    return headers.get('location');
  };

  it('the identity provider is reached through it, by a certificate of an authority of one’s own', async () => {
    expect(await begin()).toMatch(/^https:\/\/login\.bank\.test\/authorize\?/);
    expect(proxy.asked).toEqual(['login.bank.test:443']);
  });

  it('and past it where NO_PROXY names the host', async () => {
    await portal.stop();
    await portal.start({ NO_PROXY: 'login.bank.test' });
    expect(await begin()).toMatch(/^\/sign-in\?problem=/);
    expect(proxy.asked).toEqual(['login.bank.test:443']);
  });
});
