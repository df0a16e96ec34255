import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { grantRole } from '../role/grant-role.ts';
import { readSigningSubject } from './read-signing-subject.ts';

let scene: Scene;
let requestId: string;
beforeAll(async () => {
  scene = await openScene('low');
  requestId = await scene.request('review');
});
afterAll(() => scene.house.close());

describe('what a signature would cover', () => {
  it('is shown to a reviewer of another model, with the reason against signing it', async () => {
    await scene.house.model('credit-risk');
    const neighbour = await scene.signer('Neighbour');
    const administrator = await scene.signer('Administrator', 'administrator');
    await grantRole(administrator, {
      personId: neighbour.actor.id,
      role: 'reviewer',
      modelKey: 'credit-risk',
    });
    const { roles, reasons } = await readSigningSubject(neighbour, { requestId });
    expect(roles).toEqual([]);
    expect(reasons.endorse.map(({ code }) => code)).toContain('FORBIDDEN');
  });

  it('is shown to a reviewer of this model as theirs to sign', async () => {
    const reviewer = await scene.signer('Reviewer', 'reviewer');
    expect(await readSigningSubject(reviewer, { requestId })).toMatchObject({
      roles: ['reviewer'],
      reasons: { endorse: [], 'request-changes': [], reject: [] },
      wouldEnter: 'reviewed',
    });
  });

  it('is closed to consumers and to people without a role', async () => {
    for (const ctx of [await scene.signer('Consumer', 'consumer'), await scene.signer('Stranger')])
      expect(await codeOf(readSigningSubject(ctx, { requestId }))).toBe('FORBIDDEN');
  });
});
