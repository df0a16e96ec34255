import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { createApiToken } from '../person/api-token.ts';
import { grantRole } from '../role/grant-role.ts';
import { makeService } from '../service-account/make-service.ts';
import { exportAccess } from './export-access.ts';
import { listAccess } from './list-access.ts';
import { readLastReview, recordAccessReview } from './record-access-review.ts';

let scene: Scene;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  administrator = await scene.signer('Ada Administrator', 'administrator');
});
afterAll(() => scene.house.close());

const of = async (search: string) => (await listAccess(administrator, { search })).items;

describe('the access review', () => {
  it('says who holds what, since when, from whom, and when the role was last used', async () => {
    const reviewer = await scene.signer('Rita Reviewer');
    const grant = { personId: reviewer.actor.id, role: 'reviewer' as const, modelKey: scene.model };
    await grantRole(administrator, grant);
    await grantRole(administrator, { personId: reviewer.actor.id, role: 'viewer' });
    const before = await of('rita');
    expect(before.map(({ role, modelKey, roleLastUsedAt }) => [role, modelKey, roleLastUsedAt])).toEqual([
      ['reviewer', scene.model, null],
      ['viewer', null, null],
    ]);
    expect(before[0]).toMatchObject({ grantedBy: { name: 'Ada Administrator' }, lastSignInAt: null });
    await decide(reviewer, await scene.request('review'));
    const [used, unused] = await of('rita');
    expect(used!.roleLastUsedAt).not.toBeNull();
    expect(unused!.roleLastUsedAt).toBeNull();
  });

  it('shows accounts without a role, service accounts with who answers for them, and tokens with their last use', async () => {
    const idle = await scene.signer('Ida Idle');
    const { serviceId } = await makeService(administrator, {
      name: 'Idle pipeline',
      responsibleId: idle.actor.id,
    });
    await createApiToken(idle, { personId: serviceId, name: 't', scopes: ['read'] });
    const rows = await of('idle');
    expect(rows.map(({ person, role, validTokens }) => [person.name, role, validTokens])).toEqual([
      ['Ida Idle', null, 0],
      ['Idle pipeline', null, 1],
    ]);
    expect(rows[1]).toMatchObject({ kind: 'service', email: null, responsible: { name: 'Ida Idle' } });
  });

  it('is filtered by role, model and idleness, and paged without a gap', async () => {
    expect((await listAccess(administrator, { role: 'administrator' })).items).toHaveLength(1);
    const onModel = await listAccess(administrator, { model: scene.model });
    expect(onModel.items.every(({ modelKey }) => modelKey === scene.model)).toBe(true);
    expect((await listAccess(administrator, { unusedDays: 30 })).items).toEqual([]);
    const later = { ...administrator, clock: () => new Date(Date.now() + 31 * 86_400_000) };
    const idle = await listAccess(later, { unusedDays: 30 });
    expect(idle.items.length).toBeGreaterThan(3);
    const all = await listAccess(administrator, { limit: 200 });
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listAccess(administrator, { limit: 3, ...(after ? { after } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(all.items.map(({ id }) => id));
  });

  it('is written as CSV in which a name is never a formula', async () => {
    await scene.house.pool.query(
      'UPDATE person SET name = \'=HYPERLINK("http://evil","x")\' WHERE name = \'Ida Idle\'',
    );
    const { text, rows } = await exportAccess(administrator, {});
    expect(rows).toBe((await listAccess(administrator, { limit: 200 })).items.length);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    expect(text.split('\r\n')[0]).toBe(
      'name,kind,e-mail,answers for it,role,model,since,until,granted by,deputy for,last sign-in,role last used,valid tokens,token last used',
    );
  });

  it('is read by administrators, compliance and auditors of everything, and recorded by administrators', async () => {
    const compliance = await scene.signer('Cora Compliance', 'compliance');
    const developer = await scene.signer('Dan Developer', 'developer');
    const auditor = await scene.signer('Max Model');
    const endsAt = new Date(Date.now() + 86_400_000).toISOString();
    await grantRole(administrator, {
      personId: auditor.actor.id,
      role: 'auditor',
      modelKey: scene.model,
      endsAt,
    });
    await listAccess(compliance, {});
    expect(await codeOf(listAccess(developer, {}))).toBe('FORBIDDEN');
    expect(await codeOf(listAccess(auditor, {}))).toBe('FORBIDDEN');
    expect(await readLastReview(compliance)).toBeNull();
    const input = { filter: { role: 'administrator' as const }, comment: 'Quarterly review' };
    expect(await codeOf(recordAccessReview(compliance, input))).toBe('FORBIDDEN');
    const recorded = await recordAccessReview(administrator, input);
    expect(recorded).toMatchObject({ rows: 1 });
    const kept = await exportAccess(compliance, input.filter);
    expect(recorded.digest).toHaveLength(64);
    expect(sha256Hex(kept.text)).toHaveLength(64);
    expect(await readLastReview(compliance)).toMatchObject({ rows: 1, by: { name: 'Ada Administrator' } });
  });
});
