import { Resolution } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { resolveVersion } from './resolve-version.ts';

let scene: Scene;
let operator: Context;
let consumer: Context;
let model: string;

beforeAll(async () => {
  scene = await openScene('low');
  model = scene.model;
  operator = await scene.signer('Resolve operator', 'operator');
  consumer = await scene.house.person('Resolve consumer');
  const administrator = await scene.signer('Resolve administrator', 'administrator');
  await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: model });
});
afterAll(() => scene.house.close());

describe('which version to use', () => {
  it('is nobody’s before one is deployed, and says so', async () => {
    expect(await codeOf(resolveVersion(consumer, { model, environment: 'production' }))).toBe(
      'NO_DEPLOYMENT',
    );
    expect(await codeOf(resolveVersion(consumer, { model, environment: 'nowhere' }))).toBe(
      'ENVIRONMENT_UNKNOWN',
    );
    expect(await codeOf(resolveVersion(consumer, { model, version: '9.9.9' }))).toBe('NOT_FOUND');
    expect(await codeOf(resolveVersion(consumer, { model }))).toBe('BAD_INPUT');
    await scene.house.model('not-theirs');
    expect(await codeOf(resolveVersion(consumer, { model: 'not-theirs', environment: 'production' }))).toBe(
      'FORBIDDEN',
    );
  });

  it('follows the champion: usable, advisory with the reason, then blocked with the replacement and nobody to call', async () => {
    const served = await scene.another('resolve-1');
    await walkToGoLive(served);
    await deployVersion(operator, { ...served.address, environment: 'production', role: 'champion' });
    const ask = () => resolveVersion(consumer, { model, environment: 'production' });
    const usable = await ask();
    expect(Resolution.parse(usable)).toEqual(usable);
    expect(usable).toMatchObject({
      version: 'resolve-1',
      stage: 'deployed',
      standing: 'usable',
      answers: 'champion',
      artifact: expect.stringMatching(/^[0-9a-f]{64}$/),
      recall: null,
      replacement: null,
      callAt: `http://localhost:4600/api/v1/models/${model}/invocations?environment=production`,
    });
    await markVersion(operator, {
      ...served.address,
      standing: 'advisory',
      severity: 'low',
      reason: 'drift',
    });
    expect(await ask()).toMatchObject({
      standing: 'advisory',
      answers: 'champion',
      recall: { reason: 'drift' },
    });
    await markVersion(operator, {
      ...served.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'Holidays are wrong',
      replacement: scene.version,
    });
    expect(await ask()).toMatchObject({
      version: 'resolve-1',
      standing: 'blocked',
      answers: null,
      callAt: null,
      recall: { severity: 'critical', reason: 'Holidays are wrong' },
      replacement: scene.version,
    });
    expect(await resolveVersion(consumer, { model, version: 'resolve-1' })).toMatchObject({
      environment: null,
      standing: 'blocked',
      replacement: scene.version,
    });
    expect(await resolveVersion(consumer, { model, version: scene.version })).toMatchObject({
      standing: 'usable',
      answers: null,
    });
  });
});
