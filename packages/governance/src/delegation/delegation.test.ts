import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { closeAccount } from '../person/close-account.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { endDelegation } from './end-delegation.ts';
import { listDelegations } from './list-delegations.ts';
import { makeDelegation } from './make-delegation.ts';

let scene: Scene;
let administrator: Context;
beforeAll(async () => {
  scene = await openScene('high');
  administrator = await scene.signer('Ada Administrator', 'administrator');
});
afterAll(() => scene.house.close());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
let count = 0;
/** One more version under the high tier: review takes two reviewers. */
const version = () => {
  count += 1;
  return scene.another(`9.0.${count}`, { 'README.md': Buffer.from(`Version ${count} of the test.`) });
};

async function away(
  absent: Context,
  deputy: Context,
  role: 'reviewer' | 'approver' = 'reviewer',
  from = -1,
  by = absent,
): Promise<string> {
  const { delegationId } = await makeDelegation(by, {
    personId: absent.actor.id,
    deputyId: deputy.actor.id,
    from: inDays(from),
    until: inDays(from + 5),
    roles: [{ role }],
  });
  return delegationId;
}

describe('a deputy', () => {
  it('signs in their own name with the delegated role, and every sign-off says for whom', async () => {
    const absent = await scene.signer('Abe Absent', 'reviewer');
    const deputy = await scene.signer('Dora Deputy');
    await away(absent, deputy);
    const next = await version();
    const request = await next.request('review');
    const subject = await readSigningSubject(deputy, { requestId: request });
    expect(subject.deputies).toEqual([
      { role: 'reviewer', absent: { id: absent.actor.id, name: 'Abe Absent' } },
    ]);
    await decide(deputy, request);
    const [signed] = await listSignOffs(administrator, next.address);
    expect(signed).toMatchObject({
      person: { name: 'Dora Deputy' },
      deputyFor: { name: 'Abe Absent' },
      signatureValid: true,
    });
    const record = await next.house.pool.query<{ record: string }>(
      'SELECT record FROM sign_off WHERE version_id = $1',
      [next.versionId],
    );
    expect(JSON.parse(record.rows[0]!.record).signer).toMatchObject({ deputyFor: absent.actor.id });
    await expect(
      next.house.pool.query('UPDATE sign_off SET deputy_for = NULL WHERE version_id = $1', [next.versionId]),
    ).rejects.toThrow(/signed record/);
  });

  it('does not launder authorship: neither the absent person’s nor their own', async () => {
    const author = await scene.signer('Otto Author', 'reviewer');
    const deputy = await scene.signer('Dan Deputy');
    const free = await scene.signer('Fay Free', 'reviewer');
    await away(author, deputy);
    const next = await version();
    const makeAuthor = (ctx: Context) =>
      next.house.pool.query(
        `INSERT INTO version_author (id, version_id, email, person_id, parts, basis, added_at)
         VALUES (gen_random_uuid(), $1, $2, $3, '{code}', 'manifest', $4)`,
        [next.versionId, `${ctx.actor.id}@test`, ctx.actor.id, next.house.clock()],
      );
    await makeAuthor(author);
    const request = await next.request('review');
    expect(await codeOf(decide(deputy, request))).toBe('AUTHOR');
    const other = await scene.signer('Dee Deputy');
    await makeAuthor(other);
    await away(free, other);
    expect(await codeOf(decide(other, request))).toBe('AUTHOR');
  });

  it('is no second person beside the one who is away, in either order', async () => {
    const absent = await scene.signer('Eve Early', 'reviewer');
    const deputy = await scene.signer('Leo Later');
    await away(absent, deputy);
    const next = await version();
    const request = await next.request('review');
    await decide(absent, request);
    expect(await codeOf(decide(deputy, request))).toBe('ALREADY_SIGNED');
    const again = await version();
    const asked = await again.request('review');
    await decide(deputy, asked);
    expect(await codeOf(decide(absent, asked))).toBe('ALREADY_SIGNED');
    expect(await again.stage()).toBe('registered');
    await decide(await scene.signer('Ira Independent', 'reviewer'), asked);
    expect(await again.stage()).toBe('reviewed');
  });

  it('does not carry the absent person over a gate that must be signed by others', async () => {
    const both = await scene.signer('Ben Both', 'reviewer', 'approver');
    const deputy = await scene.signer('Ned Deputy');
    await away(both, deputy, 'approver');
    const next = await version();
    const review = await next.request('review');
    await decide(both, review);
    await decide(await scene.signer('Rea Reviewer', 'reviewer'), review);
    const approval = await next.request('approval');
    expect(await codeOf(decide(deputy, approval))).toBe('NOT_DISTINCT');
  });

  it('uses a role of their own as their own', async () => {
    const absent = await scene.signer('Una Away', 'reviewer');
    const deputy = await scene.signer('Oda Own', 'reviewer');
    await away(absent, deputy);
    const next = await version();
    const request = await next.request('review');
    await decide(deputy, request);
    await decide(absent, request);
    expect(await next.stage()).toBe('reviewed');
  });
});

describe('a delegation', () => {
  it('holds from its day until its day, and no longer than the role of the person who is away', async () => {
    const absent = await scene.signer('Tia Timed');
    await grantRole(administrator, { personId: absent.actor.id, role: 'reviewer', endsAt: inDays(3) });
    const deputy = await scene.signer('Tom Timed');
    await away(absent, deputy, 'reviewer', 1);
    const next = await version();
    const request = await next.request('review');
    const at = (days: number): Context => ({
      ...deputy,
      clock: () => new Date(Date.now() + days * 86_400_000),
    });
    const rolesAt = async (days: number) =>
      (await readSigningSubject(at(days), { requestId: request })).roles;
    expect(await codeOf(readSigningSubject(deputy, { requestId: request }))).toBe('FORBIDDEN');
    expect(await rolesAt(2)).toEqual(['reviewer']);
    expect(await codeOf(readSigningSubject(at(4), { requestId: request }))).toBe('FORBIDDEN');
  });

  it('ends with the role, with the account, and when somebody ends it', async () => {
    const lost: [string, (absent: Context, id: string) => Promise<unknown>][] = [
      ['Rae', (absent) => revokeRole(administrator, { personId: absent.actor.id, role: 'reviewer' })],
      ['Cal', (absent) => closeAccount(administrator, { personId: absent.actor.id })],
      ['Eli', (absent, delegationId) => endDelegation(absent, { delegationId })],
    ];
    for (const [name, lose] of lost) {
      const absent = await scene.signer(`${name} Away`, 'reviewer');
      const deputy = await scene.signer(`${name} Deputy`);
      const id = await away(absent, deputy);
      const next = await version();
      const request = await next.request('review');
      await readSigningSubject(deputy, { requestId: request });
      await lose(absent, id);
      expect(await codeOf(readSigningSubject(deputy, { requestId: request })), name).toBe('FORBIDDEN');
    }
  });

  it('is made by the person or an administrator, never in one’s own favour, of roles held in one’s own right', async () => {
    const absent = await scene.signer('Amy Away', 'reviewer');
    const deputy = await scene.signer('Max Deputy', 'viewer');
    const third = await scene.signer('Kim Third', 'viewer');
    expect(await codeOf(away(absent, deputy, 'reviewer', -1, third))).toBe('FORBIDDEN');
    expect(await codeOf(away(absent, deputy, 'reviewer', -1, deputy))).toBe('FORBIDDEN');
    expect(await codeOf(away(absent, administrator, 'reviewer', -1, administrator))).toBe('FORBIDDEN');
    expect(await codeOf(away(absent, deputy, 'approver'))).toBe('NOT_FOUND');
    expect(await codeOf(away(absent, absent))).toBe('FORBIDDEN');
    await away(absent, deputy, 'reviewer', -1, administrator);
    // What one holds as a deputy is not handed on, and nobody is deputy for two in one role.
    expect(await codeOf(away(deputy, third))).toBe('NOT_FOUND');
    const other = await scene.signer('Oli Other', 'reviewer');
    expect(await codeOf(away(other, deputy))).toBe('CONFLICT');
    const [row] = await listDelegations(deputy, { personId: deputy.actor.id });
    expect(row).toMatchObject({
      state: 'running',
      person: { name: 'Amy Away' },
      roles: [{ role: 'reviewer' }],
    });
  });
});
