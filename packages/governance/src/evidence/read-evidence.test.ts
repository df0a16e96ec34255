import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { type Context, systemActor } from '../context.ts';
import { grantRole } from '../role/grant-role.ts';
import { listEvidence } from './list-evidence.ts';
import { openEvidence } from './open-evidence.ts';
import { readEvidence } from './read-evidence.ts';

let scene: Scene;
let evidenceId: string;
/** A reviewer of another model alone. */
let neighbour: Context;
beforeAll(async () => {
  scene = await openScene('low');
  evidenceId = (await listEvidence(scene.developer, scene.address)).items[0]!.id;
  await scene.house.model('credit-risk');
  neighbour = await scene.signer('Neighbour');
  const administrator = await scene.signer('Administrator', 'administrator');
  await grantRole(administrator, { personId: neighbour.actor.id, role: 'reviewer', modelKey: 'credit-risk' });
});
afterAll(() => scene.house.close());

const every = (ctx: Context): Promise<string[]> =>
  Promise.all([
    codeOf(listEvidence(ctx, scene.address)),
    codeOf(readEvidence(ctx, { evidenceId })),
    codeOf(openEvidence(ctx, { evidenceId })),
  ]);

describe('evidence', () => {
  it('is open to everybody with a role on any model', async () => {
    expect(await every(neighbour)).toEqual(['allowed', 'allowed', 'allowed']);
    expect(await every(await scene.signer('Viewer', 'viewer'))).toEqual(['allowed', 'allowed', 'allowed']);
  });

  it('is closed to consumers and to people without a role', async () => {
    for (const ctx of [await scene.signer('Consumer', 'consumer'), await scene.signer('Stranger')])
      expect(await every(ctx)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });

  it('that is not there is not found', async () => {
    const nowhere = { evidenceId: '00000000-0000-7000-8000-000000000000' };
    expect(await codeOf(readEvidence(scene.developer, nowhere))).toBe('NOT_FOUND');
    expect(await codeOf(openEvidence(scene.developer, nowhere))).toBe('NOT_FOUND');
    expect(await codeOf(listEvidence(scene.developer, { ...scene.address, version: 'none' }))).toBe(
      'NOT_FOUND',
    );
  });

  it('remembers for each person when it was opened first', async () => {
    const [first, second] = [
      await scene.signer('First', 'reviewer'),
      await scene.signer('Second', 'reviewer'),
    ];
    const opened = await openEvidence(first, { evidenceId });
    expect(await openEvidence(first, { evidenceId })).toEqual(opened);
    expect((await readEvidence(first, { evidenceId })).row.openedAt).toBe(opened.openedAt);
    expect((await readEvidence(second, { evidenceId })).row.openedAt).toBeNull();
  });

  it('is opened by people alone', async () => {
    const system: Context = { ...scene.house, actor: systemActor('test') };
    expect(await codeOf(readEvidence(system, { evidenceId }))).toBe('allowed');
    expect(await codeOf(openEvidence(system, { evidenceId }))).toBe('FORBIDDEN');
  });
});
