import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openSession } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { rollbackTo } from '../deployment/rollback-to.ts';
import { stopVersion } from '../deployment/stop-version.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { listVersions } from '../model/list-versions.ts';
import { readModel } from '../model/read-model.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { readVersion } from '../version/read-version.ts';
import { checkInventory } from './check-inventory.ts';
import { listBatches } from './list-batches.ts';
import { listWaitingBatches } from './list-waiting-batches.ts';
import { prepareBatch } from './prepare-batch.ts';
import { readBatch } from './read-batch.ts';
import { signBatch } from './sign-batch.ts';
import { withdrawBatch } from './withdraw-batch.ts';

const head = 'model,name,purpose,tier,owner,version,environment,since,authors,approved_by';
const line = (model: string, tier = 'moderate') =>
  `${model},Name of ${model},What it is for,${tier},owner@example.com,3.2,production,2024-05-01,author@example.com,Model committee`;
const file = (...lines: string[]) => [head, ...lines].join('\n');

let house: TestHouse;
let administrator: Context;
let compliance: Context;
let both: Context;
let operator: Context;
beforeAll(async () => {
  house = await openHouse();
  administrator = await openSession(await house.person('Administrator', 'administrator'));
  compliance = await openSession(await house.person('Compliance', 'compliance'));
  both = await openSession(await house.person('Both', 'administrator', 'compliance'));
  operator = await house.person('Operator', 'operator');
  await house.person('Owner', 'viewer');
  await house.person('Author', 'reviewer');
});
afterAll(() => house.close());

const prepare = (csv: string, by = administrator) =>
  prepareBatch(by, { csv, comment: 'In production since before this portal.' });

async function sign(ctx: Context, batchId: string, at: Context = ctx) {
  const { batch } = await readBatch(administrator, { batchId });
  if (ctx.actor.kind !== 'person') throw new Error('only people sign');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId: batchId,
    decision: 'endorse',
    substance: batch.digest,
    presentation: batch.digest,
    assurance: 'server-key/password',
  });
  return signBatch(at, { batchId, comment: 'Seen in production.', digest: batch.digest, grant });
}

describe('models that were in production before', () => {
  it('are looked at in a dry run that says everything and writes nothing', async () => {
    await house.model('taken');
    await house.model('empty', 'high');
    const csv = file(
      line('fresh', 'high'),
      line('empty', 'low'),
      line('lost').replace('owner@example.com', 'gone@example.com'),
      line('elsewhere').replace(',production,', ',staging,'),
      line('nowhere').replace(',production,', ',moon,'),
      line('tomorrow').replace('2024-05-01', '2924-05-01'),
    );
    const checked = await checkInventory(compliance, { csv });
    expect(checked.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'tier'],
      [4, 'owner'],
      [5, 'environment'],
      [6, 'environment'],
      [7, 'since'],
    ]);
    expect(checked).toMatchObject({ rows: 6, digest: null });
    expect(await codeOf(prepare(csv))).toBe('INPUT_REFUSED');
    expect((await listBatches(administrator, {})).items).toEqual([]);
    expect(await codeOf(readModel(administrator, { model: 'fresh' }))).toBe('NOT_FOUND');
    expect(await codeOf(checkInventory(operator, { csv }))).toBe('FORBIDDEN');
  });

  it('enter together, once an administrator and another person as compliance have signed', async () => {
    const { batchId, rows } = await prepare(file(line('churn', 'high'), line('fraud', 'low')));
    expect(rows).toBe(2);
    const waitingFor = async () => {
      const all = await Promise.all([administrator, compliance, both, operator].map(listWaitingBatches));
      return all.map((batches) => batches.some(({ id }) => id === batchId));
    };
    expect(await waitingFor()).toEqual([true, true, true, false]);
    expect(await sign(compliance, batchId)).toMatchObject({ imported: false });
    expect(await waitingFor()).toEqual([true, false, true, false]);
    expect(await codeOf(readModel(administrator, { model: 'churn' }))).toBe('NOT_FOUND');
    expect(await codeOf(sign(compliance, batchId))).toBe('ALREADY_SIGNED');
    expect(await codeOf(sign(operator, batchId))).toBe('TOKEN_CANNOT_SIGN');
    expect(await sign(administrator, batchId)).toMatchObject({ imported: true, models: 2 });
    expect(await waitingFor()).toEqual([false, false, false, false]);

    const { batch, items } = await readBatch(compliance, { batchId });
    expect(batch).toMatchObject({ state: 'imported', rows: 2 });
    expect(batch.signatures.map(({ role, signatureValid }) => [role, signatureValid])).toEqual([
      ['compliance', true],
      ['administrator', true],
    ]);
    expect(items.map(({ line, model }) => [line, model])).toEqual([
      [2, 'churn'],
      [3, 'fraud'],
    ]);
  });

  it('have their real stage, no sign-off, claims as claims, and a day to be reviewed by', async () => {
    const page = await readVersion(compliance, { model: 'churn', version: '3.2' });
    expect(page.version).toMatchObject({
      stage: 'deployed',
      earned: 'registered',
      asFound: true,
      overdue: false,
      serving: [{ environment: 'production', role: 'champion', state: 'serving' }],
    });
    expect(page.counts.signOffs).toBe(0);
    expect(page.gates.every(({ state }) => state === 'none')).toBe(true);
    expect(page.asFound).toMatchObject({
      line: 2,
      claimed: { approvedBy: 'Model committee', since: '2024-05-01' },
      signers: [{ role: 'compliance' }, { role: 'administrator' }],
    });
    expect(page.authors).toMatchObject([{ email: 'author@example.com', person: { name: 'Author' } }]);
    const days = (Date.parse(page.approvedUntil!) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(90);
    expect((await readModel(compliance, { model: 'churn' })).model.owner?.name).toBe('Owner');
    const entries = await listEntries(compliance, { model: 'churn' });
    expect(entries.items.map(({ event }) => event)).toEqual([
      'version.found',
      'role.granted',
      'model.created',
    ]);
    expect(entries.items[0]?.summary).toContain('Churn 3.2 was found in production and entered as found');
  });

  it('are overdue after that day, stand as registered when stopped, and may be rolled back to', async () => {
    const later = (ctx: Context): Context => ({
      ...ctx,
      clock: () => new Date(Date.now() + 91 * 86_400_000),
    });
    const [row] = (await listVersions(later(compliance), { model: 'churn' })).items;
    expect(row).toMatchObject({ overdue: true, stage: 'deployed' });
    const there = { model: 'churn', version: '3.2', environment: 'production', comment: 'A check.' };
    await stopVersion(later(operator), there);
    const stopped = await readVersion(compliance, there);
    expect(stopped.version).toMatchObject({ stage: 'registered', asFound: true, serving: [] });
    await rollbackTo(later(operator), there);
    expect((await readVersion(compliance, there)).version).toMatchObject({
      stage: 'deployed',
      earned: 'registered',
    });
    const ground = await house.pool.query(
      "SELECT ground FROM deployment d JOIN version v ON v.id = d.version_id JOIN model m ON m.id = v.model_id WHERE m.key = 'churn'",
    );
    expect(new Set(ground.rows.map((one) => one.ground))).toEqual(new Set(['as-found']));
  });

  it('are signed by two different people, even where one holds both roles', async () => {
    const { batchId } = await prepare(file(line('twice')));
    await sign(both, batchId);
    expect(await codeOf(sign(both, batchId))).toBe('ALREADY_SIGNED');
    expect(await codeOf(sign(administrator, batchId))).toBe('FORBIDDEN');
    expect(await readBatch(administrator, { batchId })).toMatchObject({ signAs: null });
    expect(await readBatch(compliance, { batchId })).toMatchObject({ signAs: 'compliance', reasons: [] });
    await sign(compliance, batchId);
  });

  it('enter all or none: what changed meanwhile stops the whole batch', async () => {
    const { batchId } = await prepare(file(line('first'), line('second')));
    await sign(administrator, batchId);
    const rival = await prepare(file(line('second')));
    await sign(administrator, rival.batchId);
    const outcomes = await Promise.all([
      codeOf(sign(compliance, batchId)),
      codeOf(sign(compliance, rival.batchId)),
    ]);
    expect(outcomes.sort()).toEqual(['CONFLICT', 'allowed']);
    const models = await house.pool.query("SELECT key FROM model WHERE key IN ('first', 'second')");
    const versions = await house.pool.query(
      "SELECT m.key FROM version v JOIN model m ON m.id = v.model_id WHERE m.key IN ('first', 'second')",
    );
    expect(versions.rowCount).toBe(models.rowCount);
  });

  it('do not enter where the inventory was withdrawn', async () => {
    const { batchId } = await prepare(file(line('never')), compliance);
    expect(await codeOf(withdrawBatch(operator, { batchId, comment: 'no' }))).toBe('FORBIDDEN');
    await withdrawBatch(compliance, { batchId, comment: 'The list was of last year.' });
    expect(await codeOf(sign(administrator, batchId))).toBe('CONFLICT');
    expect(await readBatch(compliance, { batchId })).toMatchObject({
      batch: { state: 'withdrawn' },
      mayWithdraw: false,
    });
  });

  it('enter five hundred at a time', async () => {
    const lines = Array.from({ length: 500 }, (_, index) =>
      line(`bulk-${index}`, ['low', 'moderate', 'high'][index % 3]),
    );
    const { batchId } = await prepare(file(...lines));
    await sign(administrator, batchId);
    expect(await sign(compliance, batchId)).toMatchObject({ imported: true, models: 500 });
    const counted = await house.pool.query(
      "SELECT count(*)::int AS n FROM version v JOIN model m ON m.id = v.model_id WHERE m.key LIKE 'bulk-%' AND v.as_found",
    );
    expect(counted.rows[0].n).toBe(500);
    const page = await readBatch(compliance, { batchId, limit: 200 });
    expect(page.items).toHaveLength(200);
    const second = await readBatch(compliance, { batchId, limit: 200, after: page.next! });
    expect(second.items[0]?.line).toBe(202);
  });
});
