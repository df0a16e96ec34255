import { readFile } from 'node:fs/promises';
import { Advisory, AdvisoryPage, advisoryIdOf } from '@countersign/contracts';
import { openEnvelope, parseKey } from '@countersign/ledger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene, signLift } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { verifyEd25519 } from '../keys/verify-ed25519.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { completeRecall } from '../recall/complete-recall.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { signStatement } from '../statement/sign-statement.ts';
import { listAdvisories, readAdvisory } from './list-advisories.ts';

let scene: Scene;
let operator: Context;
let consumer: Context;
const ids: string[] = [];

const mark = async (label: string, standing: 'advisory' | 'blocked', reason: string) => {
  const one = await scene.another(label);
  const { recallId } = await markVersion(operator, {
    ...one.address,
    standing,
    severity: 'high',
    reason,
    replacement: scene.version,
  });
  ids.push(recallId);
  return one;
};

beforeAll(async () => {
  scene = await openScene('low');
  operator = await scene.signer('Advisory operator', 'operator');
  const administrator = await scene.signer('Advisory administrator', 'administrator');
  consumer = await scene.house.person('Advisory consumer');
  await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
});
afterAll(() => scene.house.close());

/** The published schema, github.com/ossf/osv-schema (Apache-2.0), 1.7.5. */
async function schemaFaults(advisory: unknown) {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const validate = ajv.compile(
    JSON.parse(await readFile(new URL('../../test/osv-schema.json', import.meta.url), 'utf8')),
  );
  validate(advisory);
  return validate.errors;
}

describe('an advisory', () => {
  it('holds against the published OSV schema, and tells a consumer what to do, not who did it', async () => {
    await mark('5.0.0', 'blocked', 'Holidays are wrong');
    const advisory = await readAdvisory(consumer, { id: ids[0]! });
    expect(await schemaFaults(advisory)).toBeNull();
    expect(await schemaFaults({ ...advisory, id: 'COUNTERSIGN-1' })).not.toBeNull();
    expect(Advisory.parse(advisory)).toEqual(advisory);
    expect(advisory).toMatchObject({
      id: advisoryIdOf(ids[0]!),
      summary: 'Do not use ridership-demand 5.0.0',
      details: `Holidays are wrong\n\nUse ${scene.version} instead.`,
      affected: [
        {
          versions: ['5.0.0'],
          database_specific: {
            model: scene.model,
            artifacts: { '5.0.0': expect.stringMatching(/^[0-9a-f]{64}$/) },
          },
        },
      ],
      database_specific: {
        standing: 'blocked',
        severity: 'high',
        replacement: scene.version,
        deadline: null,
      },
    });
    expect(JSON.stringify(advisory)).not.toContain('Advisory operator');
    expect(advisory.withdrawn).toBeUndefined();
  });

  it('is withdrawn once the mark is lifted, and comes to the end of the list then', async () => {
    const one = await mark('5.0.1', 'advisory', 'It drifts');
    const before = await listAdvisories(consumer, {});
    expect(AdvisoryPage.parse(before)).toEqual(before);
    expect(before.items.map(({ id }) => id)).toEqual(ids.map(advisoryIdOf));
    const reviewer = await scene.signer('Lifting reviewer', 'reviewer');
    await signLift(operator, { ...one.address, version: '5.0.0' }, 'looked into');
    await signLift(reviewer, { ...one.address, version: '5.0.0' }, 'looked into');
    const after = await listAdvisories(consumer, { model: scene.model });
    expect(after.items.map(({ id }) => id)).toEqual([ids[1]!, ids[0]!].map(advisoryIdOf));
    expect(after.items[1]).toMatchObject({
      summary: expect.stringMatching(/^Withdrawn: /),
      withdrawn: expect.any(String),
    });
    expect(await schemaFaults(after.items[1])).toBeNull();
    const [first] = (await listAdvisories(consumer, { limit: 1 })).items;
    const page = await listAdvisories(consumer, { limit: 1 });
    const rest = await listAdvisories(consumer, { limit: 1, after: page.next! });
    expect([first!.id, rest.items[0]!.id, rest.next]).toEqual([...after.items.map(({ id }) => id), null]);
    expect(
      (await listAdvisories(consumer, { since: new Date(Date.now() + 120_000).toISOString() })).items,
    ).toEqual([]);
    expect((await listAdvisories(consumer, { since: after.items[1]!.modified })).items).not.toEqual([]);
    expect(await codeOf(listAdvisories(consumer, { since: 'yesterday' }))).toBe('BAD_INPUT');
  });

  it('lists every version that was recalled with it, and changes when the rest is told', async () => {
    const earlier = await scene.another('5.1.0');
    const last = await scene.another('5.1.1');
    const { recallId } = await markVersion(operator, {
      ...last.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'All of them',
      scope: 'this-and-before',
    });
    const before = await readAdvisory(consumer, { id: recallId });
    expect(before.affected[0]!.versions.slice(0, 2)).toEqual(['5.1.1', earlier.version]);
    expect(before.summary).toMatch(/^Do not use ridership-demand 5\.1\.1 and \d+ earlier$/);
    const member = await scene.house.pool.query('SELECT id FROM recall WHERE raised_with = $1 LIMIT 1', [
      recallId,
    ]);
    expect(await readAdvisory(consumer, { id: member.rows[0].id })).toEqual(before);
    expect((await listAdvisories(consumer, {})).items.map(({ id }) => id)).not.toContain(
      advisoryIdOf(member.rows[0].id),
    );
    await completeRecall(operator, { recallId, fallback: 'Plan without forecasts.' });
    const after = await readAdvisory(consumer, { id: recallId });
    expect(after.modified > before.modified).toBe(true);
    expect(after.details).toBe('All of them\n\nPlan without forecasts.');
    expect(await schemaFaults(after)).toBeNull();
  });

  it('is for whoever may see the model', async () => {
    await scene.house.model('advisory-other');
    const stranger = await scene.house.person('Advisory stranger');
    expect(await codeOf(listAdvisories(stranger, {}))).toBe('FORBIDDEN');
    const administrator = await scene.signer('Other administrator', 'administrator');
    await grantRole(administrator, {
      personId: stranger.actor.id,
      role: 'consumer',
      modelKey: 'advisory-other',
    });
    expect((await listAdvisories(stranger, {})).items).toEqual([]);
    expect(await codeOf(readAdvisory(stranger, { id: ids[0]! }))).toBe('FORBIDDEN');
    expect(await codeOf(readAdvisory(stranger, { id: scene.versionId }))).toBe('NOT_FOUND');
  });

  it('is signed by the key that signs the ledger, and by no checkpoint’s signature', async () => {
    const text = JSON.stringify(await listAdvisories(consumer, {}));
    const envelope = await signStatement(consumer, { payloadType: 'text', text });
    const [key] = await listLedgerKeys(scene.house);
    const keys = [parseKey(key!.verifier, ledgerSha256)];
    expect(await openEnvelope(envelope, keys, verifyEd25519)).toMatchObject({ text });
    const changed = { ...envelope, payload: btoa(text.replace('high', 'low')) };
    expect(await openEnvelope(changed, keys, verifyEd25519)).toBeNull();
  });
});
