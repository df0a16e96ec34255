import { ObservedPage, type ReportObserved } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { listNotRunning } from './list-not-running.ts';
import { listObserved } from './list-observed.ts';
import { observedPlaces } from './observed-places.ts';
import { reportObserved } from './report-observed.ts';

let scene: Scene;
let good: Scene;
let operator: Context;
let artifact: string;

beforeAll(async () => {
  scene = await openScene('low');
  operator = await scene.signer('Observing operator', 'operator');
  good = await scene.another('4.0.0');
  await walkToGoLive(good);
  await deployVersion(operator, { ...good.address, environment: 'production', role: 'champion' });
  const { rows } = await scene.house.pool.query('SELECT artifact_digest FROM version WHERE id = $1', [
    good.versionId,
  ]);
  artifact = rows[0].artifact_digest;
});
afterAll(() => scene.house.close());

const report = (
  observation: Partial<ReportObserved['observations'][number]>,
  more: Partial<ReportObserved> = {},
  by = operator,
) =>
  reportObserved(by, {
    environment: 'production',
    observations: [{ model: scene.model, place: 'frankfurt', ...observation }],
    ...more,
  });
const places = async (show?: 'not-approved' | 'stale', ctx = operator) =>
  (await listObserved(ctx, { show })).items.map(({ place, verdict }) => [place, verdict]);

describe('what runs where', () => {
  it('is told at once what stands behind it: a deployment of the record, or nothing', async () => {
    expect((await report({ version: '4.0.0' })).items).toEqual([
      { model: scene.model, place: 'frankfurt', running: true, version: '4.0.0', verdict: 'deployed' },
    ]);
    expect((await report({ place: 'oslo', version: scene.version })).items[0]!.verdict).toBe('not-approved');
    expect((await report({ place: 'rome', artifact: 'a'.repeat(64) })).items[0]).toMatchObject({
      version: null,
      verdict: 'unknown',
    });
    // The label of one version on the bytes of another is no version at all.
    expect(
      (await report({ place: 'kyiv', version: '4.0.0', artifact: 'b'.repeat(64) })).items[0]!.verdict,
    ).toBe('unknown');
    expect(await places('not-approved')).toEqual([
      ['kyiv', 'unknown'],
      ['rome', 'unknown'],
      ['oslo', 'not-approved'],
    ]);
    const page = await listObserved(operator, { limit: 2 });
    expect(ObservedPage.parse(page)).toEqual(page);
    const rest = await listObserved(operator, { limit: 2, after: page.next! });
    expect([...page.items, ...rest.items].map(({ place }) => place)).toEqual([
      'kyiv',
      'rome',
      'oslo',
      'frankfurt',
    ]);
  });

  it('is one thing at a place: by its bytes it is the same version, another one ends it, and old news changes nothing', async () => {
    await report({ artifact, version: '4.0.0' });
    expect(await places()).toContainEqual(['frankfurt', 'deployed']);
    const [before] = await observedPlaces(scene.house.pool, [good.versionId], new Date());
    expect(before).toMatchObject({ place: 'frankfurt', state: 'running', stoppedAt: null });
    await report({ version: scene.version }, { at: '2026-01-01T00:00:00Z' });
    expect(await places()).toContainEqual(['frankfurt', 'deployed']);
    await Promise.all(Array.from({ length: 4 }, () => report({ version: scene.version })));
    expect(await observedPlaces(scene.house.pool, [good.versionId], new Date())).toMatchObject([
      { place: 'frankfurt', state: 'stopped', stoppedAt: expect.any(Date), now: scene.version },
    ]);
    expect((await places()).filter(([place]) => place === 'frankfurt')).toEqual([
      ['frankfurt', 'not-approved'],
    ]);
  });

  it('shows what is approved and not running, and what fell silent', async () => {
    expect((await listNotRunning(operator, {})).items).toMatchObject([
      { version: '4.0.0', environment: 'production', lastSeenAt: expect.any(String) },
    ]);
    await report({ version: '4.0.0' }, { everyMinutes: 5 });
    expect((await listNotRunning(operator, {})).items).toEqual([]);
    const later: Context = { ...operator, clock: () => new Date(Date.now() + 11 * 60_000) };
    expect(await places('stale', later)).toEqual([['frankfurt', 'deployed']]);
    expect((await listNotRunning(later, {})).items).toHaveLength(1);
    expect(await observedPlaces(scene.house.pool, [good.versionId], later.clock())).toMatchObject([
      { state: 'silent' },
    ]);
  });

  it('is not approved any more once the version is blocked, until it says that it stopped', async () => {
    await markVersion(operator, {
      ...good.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'Holidays are wrong',
    });
    expect(await places('not-approved')).toContainEqual(['frankfurt', 'blocked']);
    expect((await report({ running: false })).items).toMatchObject([{ running: false, verdict: null }]);
    expect(await observedPlaces(scene.house.pool, [good.versionId], new Date())).toMatchObject([
      { place: 'frankfurt', state: 'stopped' },
    ]);
  });
});

describe('who may report', () => {
  it('is whoever develops or operates the model; consumers do not see places', async () => {
    const administrator = await scene.signer('Observing administrator', 'administrator');
    const reviewer = await scene.signer('Observing reviewer', 'reviewer');
    const consumer = await scene.house.person('Observing consumer');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    const said = { version: '4.0.0' };
    expect(await codeOf(report(said, {}, reviewer))).toBe('FORBIDDEN');
    expect(await codeOf(report(said, {}, consumer))).toBe('FORBIDDEN');
    expect(await codeOf(listObserved(consumer, {}))).toBe('FORBIDDEN');
    expect(await codeOf(listNotRunning(consumer, {}))).toBe('FORBIDDEN');
    expect(await codeOf(report({ ...said, model: 'nothing' }))).toBe('NOT_FOUND');
    expect(await codeOf(report(said, { environment: 'nowhere' }))).toBe('ENVIRONMENT_UNKNOWN');
    expect(await codeOf(report({}))).toBe('BAD_INPUT');
    expect(await codeOf(report(said, { at: '2999-01-01T00:00:00Z' }))).toBe('BAD_INPUT');
    expect(
      await codeOf(
        report(said, {
          observations: [
            { model: scene.model, place: 'a', version: '1' },
            { model: scene.model, place: 'a', version: '2' },
          ],
        }),
      ),
    ).toBe('BAD_INPUT');
  });
});
