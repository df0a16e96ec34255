import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { grantRole } from './grant-role.ts';
import { revokeRole } from './revoke-role.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

it('nobody grants a role to themselves, and the last administrator stays, in whichever case an id is written', async () => {
  const administrator = await scene.signer('Sole administrator', 'administrator');
  const { id } = administrator.actor;
  for (const personId of [id, id.toUpperCase()]) {
    expect(await codeOf(grantRole(administrator, { personId, role: 'approver' }))).toBe('FORBIDDEN');
    expect(await codeOf(revokeRole(administrator, { personId, role: 'administrator' }))).toBe(
      'LAST_ADMINISTRATOR',
    );
  }
});
