import { AddReference as Adding, type AddReference, ReferenceList } from '@countersign/contracts';
import { builtInPolicies } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { readVersion } from '../version/read-version.ts';
import { addReference } from './add-reference.ts';
import { listReferences } from './list-references.ts';
import { withdrawReference } from './withdraw-reference.ts';

let scene: Scene;
let reviewer: Context;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Reference reviewer', 'reviewer');
  viewer = await scene.signer('Reference viewer', 'viewer');
  const { low } = builtInPolicies;
  const review = { ...low.gates.review, references: ['change', 'ticket'] };
  const policy = { ...low, number: 2, gates: { ...low.gates, review } };
  await scene.house.pool.query(
    'INSERT INTO policy (key, number, tier, body, published_at) VALUES ($1, 2, $2, $3, now())',
    [low.id, 'low', JSON.stringify(policy)],
  );
});
afterAll(() => scene.house.close());

const add = (on: Scene, kind: AddReference['kind'], value: string, by = scene.developer) =>
  addReference(by, { ...on.address, kind, value });
const withdraw = (referenceId: string) =>
  withdrawReference(scene.owner, { referenceId, reason: 'The number was mistyped.' });

describe('a reference', () => {
  it('has the form of its kind, and a link of the web or none', () => {
    const fits = (kind: string, value: string, link?: string) =>
      Adding.safeParse({ ...scene.address, kind, value, link }).success;
    expect(fits('change', 'CHG0012345')).toBe(true);
    expect(fits('change', '12345')).toBe(false);
    expect(fits('ticket', 'RISK-512')).toBe(true);
    expect(fits('ticket', 'RISK 512')).toBe(false);
    expect(fits('pull-request', 'team/models#42')).toBe(true);
    expect(fits('pull-request', '../../etc#42')).toBe(false);
    expect(fits('document', 'Model policy, § 4')).toBe(true);
    expect(fits('document', 'turned \u202e round')).toBe(false);
    expect(fits('document', 'x', 'https://wiki.example.org/p?id=4#a')).toBe(true);
    for (const link of [
      'javascript:alert(1)',
      'data:text/html,x',
      'https://user:word@example.org/',
      'ftp://example.org/',
      '//example.org/',
      'https:\\\\example.org',
      'https://exa mple.org/',
      'https://example.org/\u202e',
    ])
      expect([link, fits('document', 'x', link)]).toEqual([link, false]);
  });

  it('is added by who brings the version forward, once, and withdrawn with a reason, never deleted', async () => {
    const other = await scene.another('added');
    expect(await codeOf(add(other, 'change', 'CHG1', viewer))).toBe('FORBIDDEN');
    const { referenceId } = await add(other, 'change', 'CHG1');
    expect(await codeOf(add(other, 'change', 'CHG1'))).toBe('CONFLICT');
    await withdraw(referenceId);
    expect(await codeOf(withdraw(referenceId))).toBe('CONFLICT');
    expect(await codeOf(add(other, 'change', 'CHG1'))).toBe('allowed');
    const page = await listReferences(viewer, other.address);
    expect(ReferenceList.parse(page)).toEqual(page);
    expect(page.items.map(({ value, withdrawn }) => [value, withdrawn?.reason ?? null])).toEqual([
      ['CHG1', null],
      ['CHG1', 'The number was mistyped.'],
    ]);
    expect(page.mayChange).toMatchObject([{ code: 'FORBIDDEN' }]);
    await expect(
      scene.house.pool.query("UPDATE version_reference SET value = 'CHG2' WHERE id = $1", [referenceId]),
    ).rejects.toThrow(/refused any change/);
    const { items } = await listEntries(viewer, { model: scene.model, version: 'added' });
    expect(items.map(({ event }) => event).slice(0, 3)).toEqual([
      'version.reference-added',
      'version.reference-withdrawn',
      'version.reference-added',
    ]);
  });

  it('comes with a manifest, each an entry and a step', async () => {
    const other = await scene.another(
      'with-manifest',
      {},
      {
        references: [
          { kind: 'change', value: 'CHG7' },
          { kind: 'pull-request', value: 'team/models#42', link: 'https://git.example.org/42' },
        ],
        requestReview: { comment: 'please' },
      },
    );
    const { items } = await listReferences(viewer, other.address);
    expect(items.map(({ value }) => value)).toEqual(['CHG7', 'team/models#42']);
    const [review] = (await readVersion(viewer, other.address)).gates;
    expect(review?.references).toEqual([
      { kind: 'change', met: true },
      { kind: 'ticket', met: false },
    ]);
  });
});

describe('a gate that requires references', () => {
  it('is endorsed once it has one of each kind, and the signature covers them', async () => {
    const other = await scene.another('required');
    const requestId = await other.request('review');
    expect((await readSigningSubject(reviewer, { requestId })).reasons.endorse).toMatchObject([
      { code: 'REFERENCES_MISSING', message: 'Required references are missing: change, ticket.' },
    ]);
    expect(await codeOf(decide(reviewer, requestId))).toBe('REFERENCES_MISSING');
    await add(other, 'change', 'CHG1');
    const { referenceId: ticket } = await add(other, 'ticket', 'RISK-1');
    const sign = await prepared(reviewer, requestId, 'endorse');
    expect(await codeOf(signOff(reviewer, { ...sign, referencesDigest: undefined }))).toBe('STALE');
    await add(other, 'ticket', 'RISK-2');
    expect(await codeOf(signOff(reviewer, sign))).toBe('STALE');
    expect(await decide(reviewer, requestId)).toMatchObject({ satisfied: true, stage: 'reviewed' });
    const shown = async () => (await listSignOffs(viewer, other.address))[0];
    expect(await shown()).toMatchObject({
      signatureValid: true,
      referencesDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      referencesWithdrawn: 0,
    });
    await withdraw(ticket);
    expect(await shown()).toMatchObject({ state: 'current', referencesWithdrawn: 1 });
    expect(await other.stage()).toBe('reviewed');
  });

  it('falls when the last one of a kind is withdrawn', async () => {
    const other = await scene.another('falls');
    const { referenceId: change } = await add(other, 'change', 'CHG1');
    await add(other, 'ticket', 'RISK-1');
    await decide(reviewer, await other.request('review'));
    expect(await other.stage()).toBe('reviewed');
    await withdraw(change);
    expect(await other.stage()).toBe('registered');
    const [row] = await listSignOffs(viewer, other.address);
    expect(row).toMatchObject({ state: 'void', stateReason: 'reference-withdrawn', signatureValid: true });
  });
});
