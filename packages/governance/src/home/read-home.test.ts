import { Found, Home } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { listRecalls } from '../recall/list-recalls.ts';
import { markVersion } from '../recall/mark-version.ts';
import { readBlastRadius } from '../recall/read-blast-radius.ts';
import { readVersion } from '../version/read-version.ts';
import { findAnything } from './find-anything.ts';
import { readHome } from './read-home.ts';

let scene: Scene;
let operator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  operator = await scene.signer('Home operator', 'operator');
});
afterAll(() => scene.house.close());

/** Answers as the recorder keeps them; only the columns that pages read matter here. */
async function recordPredictions({ versionId }: Scene, consumer: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await scene.house.pool.query(
    `INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, caller_id, answered_at, recorded_at)
     SELECT p.id, $2, p.row, v.model_id, v.id, 'recorded', 'champion', $3, 'caller-' || p.row, $4, $4
     FROM unnest($1::uuid[]) WITH ORDINALITY AS p (id, row) JOIN version v ON v.id = $5`,
    [ids, uuidv7(), consumer, new Date(), versionId],
  );
  await scene.house.pool.query(
    `INSERT INTO caller_id (model_id, caller_id, prediction_id, content)
     SELECT model_id, caller_id, id, 'content' FROM prediction WHERE id = ANY ($1) ON CONFLICT DO NOTHING`,
    [ids],
  );
  return ids;
}

describe('the first page', () => {
  it('shows what waits, what is in flight, open recalls and recent deployments', async () => {
    const served = await scene.another('home-served');
    await walkToGoLive(served);
    await deployVersion(operator, { ...served.address, environment: 'production', role: 'champion' });
    const waiting = await scene.another('home-waiting');
    await waiting.request('review');
    const reviewer = await scene.signer('Home reviewer', 'reviewer');
    await markVersion(operator, {
      ...served.address,
      standing: 'advisory',
      severity: 'low',
      reason: 'drift',
    });

    const home = await readHome(reviewer);
    expect(Home.parse(home)).toEqual(home);
    expect(home.waiting).toMatchObject([{ kind: 'sign', version: { label: 'home-waiting' } }]);
    expect(home.waitingMore).toBe(false);
    expect(home.inFlight.map(({ label }) => label)).toEqual(['home-waiting', scene.version]);
    expect(home.recalls).toMatchObject([{ label: 'home-served', standing: 'advisory' }]);
    expect(home.deployments).toMatchObject([
      { version: { label: 'home-served' }, environment: 'production', share: 1 },
    ]);
  });

  it('keeps a version in sight of those who signed or made it, after it is deployed', async () => {
    const followed = await scene.another('home-followed');
    const { reviewers } = await walkToGoLive(followed);
    await deployVersion(operator, { ...followed.address, environment: 'production', role: 'champion' });
    const labels = async (ctx: Context) => (await readHome(ctx)).inFlight.map(({ label }) => label);
    expect(await labels(reviewers[0]!)).toContain('home-followed');
    expect(await labels(scene.developer)).toContain('home-followed');
    expect(await labels(operator)).not.toContain('home-followed');
  });

  it('puts the newest step first', async () => {
    const older = await scene.another('home-older');
    await scene.another('home-newer');
    const reviewer = await scene.signer('Home order reviewer', 'reviewer');
    await decide(reviewer, await older.request('review'), 'request-changes');
    const labels = (await readHome(operator)).inFlight.map(({ label }) => label);
    expect(labels.indexOf('home-older')).toBeLessThan(labels.indexOf('home-newer'));
  });
});

describe('finding', () => {
  it('goes to models, versions, and a prediction by either id', async () => {
    const [prediction] = await recordPredictions(scene, 'energy-planning', 3);
    const found = await findAnything(operator, { q: 'ridership 2.1' });
    expect(Found.parse(found)).toEqual(found);
    expect(found.items).toMatchObject([
      { kind: 'version', label: 'ridership-demand 2.1.0-rc.1', path: '/m/ridership-demand/v/2.1.0-rc.1' },
    ]);
    expect((await findAnything(operator, { q: 'ridership' })).items[0]).toMatchObject({
      kind: 'model',
      path: '/m/ridership-demand',
    });
    for (const q of [prediction!, prediction!.toUpperCase(), 'caller-1']) {
      const [hit] = (await findAnything(operator, { q })).items;
      expect(hit).toMatchObject({
        kind: 'prediction',
        path: `/p/${prediction}`,
        detail: 'ridership-demand 2.1.0-rc.1, asked by energy-planning',
      });
    }
  });

  it('takes anything that somebody may type', async () => {
    for (const q of ['', '   ', '%', '_', '\\', "'", '\0', '{}', 'a'.repeat(5_000), '🙂', '\ud800']) {
      expect(Found.safeParse(await findAnything(operator, { q })).success).toBe(true);
    }
    expect((await findAnything(operator, { q: '%' })).items).toEqual([]);
  });
});

describe('counting what was answered', () => {
  it('tells how much was answered before a version is marked, and the calls after', async () => {
    const called = await scene.another('home-called');
    await recordPredictions(called, 'pricing', 5);
    await recordPredictions(called, 'planning', 2);
    expect(await readBlastRadius(operator, called.address)).toMatchObject({
      predictions: { count: 7, more: false },
    });
    await markVersion(operator, {
      ...called.address,
      standing: 'advisory',
      severity: 'high',
      reason: 'wrong',
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await recordPredictions(called, 'late-caller', 1);
    const [recall] = (await listRecalls(operator, { open: true })).items;
    expect(recall).toMatchObject({ label: 'home-called', lastCaller: 'late-caller', callsSince: 1 });
  });

  it('stops at ten thousand', async () => {
    const many = await scene.another('home-many');
    await recordPredictions(many, 'bulk', 10_001);
    const { version } = await readVersion(operator, many.address);
    expect(version.predictions).toEqual({ count: 10_000, more: true });
  });
});
