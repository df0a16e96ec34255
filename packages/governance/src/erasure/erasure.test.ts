import { createHash } from 'node:crypto';
import { faultOfBatchProof } from '@countersign/ledger';
import type { InputRow } from '@countersign/scoring';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, readFixture } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { openSession } from '../../test/signing-scene.ts';
import { verifiedPack } from '../../test/verified-pack.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readEntry } from '../ledger/read-entry.ts';
import { type PackWish, writePack } from '../pack/write-pack.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { listPredictions } from '../prediction/list-predictions.ts';
import { lookUpSubject } from '../prediction/look-up-subject.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { replayPrediction } from '../prediction/replay-prediction.ts';
import { predictionProof, replayProof } from '../sealing/read-proof.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { registerVersion } from '../version/register-version.ts';
import { eraseSubject } from './erase-subject.ts';
import { liftLegalHold, listLegalHolds, placeLegalHold } from './legal-hold.ts';
import { lookAtErasure } from './look-at-erasure.ts';

let house: TestHouse;
let developer: Context;
let compliance: Context;
let line: Record<string, unknown> & { inputs: InputRow };
const reason = 'Article 17, request 4711';
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  compliance = await openSession(await house.person('Cora', 'compliance'));
  await house.model('credit-risk');
  await registerVersion(
    developer,
    await exampleManifest(developer, 'credit-risk-1.1.0', '1.1.0', {
      decision: { output: 'probabilities.bad', op: '>=', value: 0.4, then: 'refuse', else: 'grant' },
    }),
  );
  const lines = (await readFixture('credit-risk-1.1.0', 'predictions.ndjson')).toString('utf8').split('\n');
  line = JSON.parse(lines[0]!);
});
afterAll(() => house.close());

const record = async (id: string, subject: string | undefined, more: object = {}) => {
  async function* one() {
    yield JSON.stringify({ ...line, id, ...(subject && { subject }), ...more });
  }
  const report = await ingestPredictions(developer, one(), { ids: true });
  expect(report).toMatchObject({ refused: [] });
  return report.ids![0]!.id;
};

async function erase(subject: string, ctx = compliance) {
  const { keyId, digest } = await lookAtErasure(ctx, { subject, reason });
  if (ctx.actor.kind !== 'person') throw new Error('only people sign');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId: keyId!,
    decision: 'endorse',
    substance: digest!,
    presentation: digest!,
    assurance: 'server-key/password',
  });
  return eraseSubject(ctx, { subject, reason, digest: digest!, grant });
}

const valid = async (id: string) => {
  const { state, record, seal } = await predictionProof(developer, { id });
  return (
    state === 'sealed' && faultOfBatchProof({ ...seal!, record, entry: seal!.entry.body }, sha256) === null
  );
};

describe('what is recorded about a subject', () => {
  it('stands sealed under a key of its own, reads and replays as if it did not, and can be guessed from no digest', async () => {
    const plain = await record('plain', undefined);
    const ids = [await record('s-1', 'anna'), await record('s-2', 'anna'), await record('s-3', 'ben')];
    const { rows } = await house.pool.query(
      `SELECT p.id, p.decision, r.inputs, r.inputs_digest, r.outputs_digest, r.subject_key_id FROM prediction p JOIN scoring_run r ON r.id = p.run_id ORDER BY p.id`,
    );
    const [open, ...sealed] = rows;
    expect(new Set(sealed.map((row) => row.subject_key_id)).size).toBe(2);
    expect(new Set(rows.map((row) => row.inputs_digest)).size).toBe(4);
    for (const row of sealed) {
      expect(row.inputs.includes(open.inputs)).toBe(false);
      expect(row.decision).toEqual({
        sealed: expect.any(String),
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect([row.inputs_digest, row.outputs_digest]).not.toContain(open.inputs_digest);
    }
    const before = await readPrediction(developer, { id: plain });
    for (const id of ids) {
      const page = await readPrediction(developer, { id });
      expect(page).toMatchObject({
        inputs: before.inputs,
        outputs: before.outputs,
        decision: before.decision,
        erasedAt: null,
      });
      expect((await replayPrediction(developer, { id })).verdict).toBe(
        (await replayPrediction(developer, { id: plain })).verdict,
      );
    }
    const listed = (await listPredictions(developer, { model: 'credit-risk' })).items;
    expect(new Set(listed.map(({ result }) => result)).size).toBe(1);
    // The same line again is the same prediction; another one is not.
    expect(await record('s-1', 'anna')).toBe(ids[0]);
    const keys = await house.pool.query("SELECT content FROM caller_id WHERE caller_id IN ('plain', 's-1')");
    expect(new Set(keys.rows.map(({ content }) => content)).size).toBe(2);
  });

  it('is erased by compliance, who signs for it; proofs hold, a replay says why not, others stay', async () => {
    await sealAll(house);
    expect(await codeOf(lookAtErasure(developer, { subject: 'anna', reason }))).toBe('FORBIDDEN');
    const ahead = await lookAtErasure(compliance, { subject: 'anna', reason });
    expect(ahead).toMatchObject({
      predictions: 2,
      models: ['credit-risk'],
      earlier: 0,
      withoutKey: 0,
      erasedAt: [],
      holds: [],
    });
    expect(
      await codeOf(
        eraseSubject(compliance, { subject: 'anna', reason, digest: ahead.digest!, grant: 'made up' }),
      ),
    ).toBe('GRANT_INVALID');
    expect(await erase('anna')).toMatchObject({ predictions: 2 });
    const { id } = (await listPredictions(developer, { callerId: 's-1' })).items[0]!;
    expect(await readPrediction(developer, { id })).toMatchObject({
      erasedAt: expect.stringMatching(/Z$/),
      inputs: [],
      outputs: [],
      decision: null,
      replays: [{ cells: [] }],
    });
    expect(await replayPrediction(developer, { id })).toMatchObject({
      verdict: 'not-replayable',
      code: 'SUBJECT_ERASED',
      because: 'what was recorded about its subject was erased',
    });
    expect(await valid(id)).toBe(true);
    const { replays } = await readPrediction(developer, { id });
    expect(await replayProof(developer, { id: replays.at(-1)!.id })).toMatchObject({ state: 'sealed' });
    expect((await readPrediction(developer, { id: 's-3' })).erasedAt).toBeNull();
    const found = await lookUpSubject(compliance, { subject: 'anna', reason });
    expect(found.items.map(({ erased, result }) => [erased, result])).toEqual([
      [true, ''],
      [true, ''],
    ]);
    const [entry] = (await listEntries(compliance, { event: 'subject.erased' })).items;
    expect(entry!.summary).toBe('Cora erased what was recorded about a subject: 2 predictions.');
    const { records, body } = await readEntry(compliance, { id: entry!.id });
    expect(records.find(({ name }) => name === 'record')!.text).toContain(reason);
    expect(body).not.toContain('anna');
    const { rows } = await house.pool.query('SELECT sealed FROM subject_key WHERE erased_at IS NOT NULL');
    expect(rows).toEqual([{ sealed: null }]);
  });

  it('begins anew where the subject comes again, under another key; a key cannot be put back', async () => {
    await record('s-4', 'anna');
    expect((await readPrediction(developer, { id: 's-4' })).inputs).not.toEqual([]);
    expect(await lookAtErasure(compliance, { subject: 'anna', reason })).toMatchObject({
      predictions: 1,
      erasedAt: [expect.stringMatching(/Z$/)],
    });
    const forged = house.pool.query(
      "UPDATE subject_key SET sealed = 'x', sealed_with = 'x', erased_at = NULL WHERE erased_at IS NOT NULL",
    );
    await expect(forged).rejects.toThrow('refused any change');
  });

  it('is not erased against what the signer was not shown, nor twice at once', async () => {
    const { keyId, digest } = await lookAtErasure(compliance, { subject: 'ben', reason });
    await record('s-5', 'ben');
    expect(
      await codeOf(eraseSubject(compliance, { subject: 'ben', reason, digest: digest!, grant: keyId! })),
    ).toBe('STALE');
    const done = (results: readonly PromiseSettledResult<unknown>[]) =>
      results.filter(({ status }) => status === 'fulfilled').length;
    expect(done(await Promise.allSettled([erase('ben'), erase('ben')]))).toBe(1);
    // What is recorded between two erasures has a key of its own, so both may be done; no key is destroyed twice.
    await record('s-5b', 'ben');
    const before = (await listEntries(compliance, { event: 'subject.erased', limit: 200 })).items;
    const [first, second] = await Promise.allSettled([erase('ben'), erase('ben'), record('s-6', 'ben')]);
    const after = (await listEntries(compliance, { event: 'subject.erased', limit: 200 })).items;
    const keys = after.slice(0, after.length - before.length).map(({ subject }) => subject.id);
    expect(keys).toHaveLength(done([first, second]));
    expect(new Set(keys).size).toBe(keys.length);
    // Whatever was recorded meanwhile is sealed under the key that was destroyed, or under a new one: never half.
    const page = await readPrediction(developer, { id: 's-6' });
    expect(page.erasedAt === null).toBe(page.inputs.length > 0);
  });
});

describe('a pack with a prediction about a subject', () => {
  const packOf = async (wish: PackWish) =>
    verifiedPack(house, { write: (sink) => writePack(developer, wish, sink) });
  const tensorsOf = async (id: string) => {
    const { rows } = await house.pool.query<{
      inputs: Buffer;
      inputs_digest: string;
      outputs_digest: string;
    }>(
      'SELECT inputs, inputs_digest, outputs_digest FROM prediction p JOIN scoring_run r ON r.id = p.run_id WHERE p.id = $1',
      [id],
    );
    return rows[0]!;
  };
  const said = ({ rows }: Awaited<ReturnType<typeof packOf>>) =>
    rows.map(({ check, verdict, said: words }) => `${check} ${verdict}: ${words}`);

  it('holds it in the open with its salt, may leave it out, and names it as gone once the subject is erased', async () => {
    const [plain, about] = [await record('d-0', undefined), await record('d-1', 'dora')];
    await sealAll(house);
    await expect
      .poll(async () => (await predictionProof(developer, { id: about })).seal?.entry.number)
      .toBeTypeOf('number');
    const open = await tensorsOf(plain);
    const sealed = await tensorsOf(about);
    const digests = [sealed.inputs_digest, sealed.outputs_digest].sort();
    const whole = await packOf({ entries: [], predictions: [about] });
    expect(whole.verdict).toBe('sound');
    expect(said(whole)).toContain('predictions sound: 1 prediction, proven to be in sealed batches');
    expect(whole.contents).toMatchObject({ gone: [], leftOut: { blobs: [] } });
    // The blob is salt and tensors, by the digest that was sealed; what the database keeps is neither.
    const at = whole.bytes.indexOf(open.inputs);
    const salted = whole.bytes.subarray(at - 16, at + open.inputs.length);
    expect(createHash('sha256').update(salted).digest('hex')).toBe(sealed.inputs_digest);
    expect(whole.bytes.includes(sealed.inputs)).toBe(false);

    const hidden = await packOf({ entries: [], predictions: [about], leaveOut: { blobs: digests } });
    expect(hidden.verdict).toBe('sound');
    expect(hidden.contents!.leftOut.blobs).toEqual(digests);
    expect(said(hidden)).toContain('records note: 2 records and files left out by whoever made the pack');

    await erase('dora');
    const after = await packOf({ entries: [], predictions: [about] });
    expect(after.verdict).toBe('sound');
    expect(after.contents!.gone).toEqual(digests);
    expect(said(after)).toContain('records note: 2 records and files erased or no longer held');
    for (const pack of [hidden, after]) {
      expect(pack.bytes.includes(open.inputs)).toBe(false);
      expect(said(pack)).toContain('predictions sound: 1 prediction, proven to be in sealed batches');
    }
    // What was exported before stays what it was.
    expect((await verifiedPack(house, { write: (sink) => sink(whole.bytes) })).verdict).toBe('sound');
  });
});

describe('what is kept beside the predictions', () => {
  it('is reached by erasure: replies for Idempotency-Keys, and what was recorded before the subject had a key', async () => {
    const id = await record('k-1', 'dora');
    const effects: unknown[] = [];
    const hold = async (key: string): Promise<Context> => {
      const held = { actorId: developer.actor.id, key, holder: uuidv7(), effects };
      await house.pool.query(
        "INSERT INTO idempotency_key (actor_id, key, request, holder, created_at) VALUES ($1, $2, 'r', $3, $4)",
        [held.actorId, key, held.holder, house.clock()],
      );
      return { ...developer, held };
    };
    await replayPrediction(await hold('replay'), { id });
    await lookUpSubject(await hold('look-up'), { subject: 'dora', reason });
    await replayPrediction(await hold('another'), { id: await record('k-2', 'emil') });
    // As a program recorded it that knew no keys of subjects: the same run, unsealed.
    const earlier = await record('k-3', undefined);
    await before(
      `UPDATE prediction SET subject_hash = (SELECT subject_hash FROM prediction WHERE id = '${id}') WHERE id = '${earlier}'`,
    );
    await sealAll(house);
    expect(await lookAtErasure(compliance, { subject: 'dora', reason })).toMatchObject({
      predictions: 1,
      earlier: 1,
      withoutKey: 0,
    });
    expect(await erase('dora')).toMatchObject({ predictions: 2 });
    const { rows } = await house.pool.query<{ key: string; erased: boolean; effects: unknown[] }>(
      'SELECT key, erased_at IS NOT NULL AS erased, effects FROM idempotency_key ORDER BY key',
    );
    expect(rows.map(({ key, erased, effects: left }) => [key, erased, left.length])).toEqual([
      ['another', false, 1],
      ['look-up', true, 0],
      ['replay', true, 0],
    ]);
    expect(await readPrediction(developer, { id: earlier })).toMatchObject({
      inputs: [],
      decision: null,
      removed: null,
      erasedAt: expect.stringMatching(/Z$/),
    });
    expect((await replayPrediction(developer, { id: earlier })).code).toBe('SUBJECT_ERASED');
    expect(await valid(earlier)).toBe(true);
    const [entry] = (await listEntries(compliance, { event: 'subject.erased' })).items;
    const { body } = await readEntry(compliance, { id: entry!.id });
    expect(JSON.parse(body).data).toMatchObject({ predictions: 2, earlier: 1, withoutKey: 0, replies: 2 });
  });
});

/** Changes a row as nobody can, to make it what an earlier program left. */
async function before(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  await owner.query('ALTER TABLE prediction DISABLE TRIGGER append_only');
  await owner.query(sql);
  await owner.query('ALTER TABLE prediction ENABLE TRIGGER append_only');
  await owner.end();
}

describe('a legal hold', () => {
  it('beats erasure, on a subject, a model or a period, says why, and is lifted with a reason', async () => {
    await record('h-1', 'carl');
    const day = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    const places = [
      { kind: 'subject', subject: 'carl', reason: 'Lawsuit 12/26' },
      { kind: 'model', model: 'credit-risk', reason: 'Supervisor asks' },
      { kind: 'period', ...day, reason: 'Tax audit' },
    ] as const;
    expect(await codeOf(placeLegalHold(developer, places[0]))).toBe('FORBIDDEN');
    expect(await codeOf(placeLegalHold(compliance, { ...places[2], to: day.from }))).toBe('BAD_INPUT');
    for (const place of places) {
      const { holdId } = await placeLegalHold(compliance, place);
      const { holds } = await lookAtErasure(compliance, { subject: 'carl', reason });
      expect(holds).toMatchObject([{ kind: place.kind, reason: place.reason, lifted: null }]);
      await expect(erase('carl')).rejects.toThrow(place.reason);
      await liftLegalHold(compliance, { holdId, reason: 'Over' });
      expect(await codeOf(liftLegalHold(compliance, { holdId, reason: 'Over' }))).toBe('CONFLICT');
    }
    await placeLegalHold(compliance, { kind: 'subject', subject: 'somebody else', reason: 'Another matter' });
    await placeLegalHold(compliance, {
      kind: 'period',
      from: day.from,
      to: '2000-01-02T00:00:00Z',
      reason: 'Old times',
    });
    expect(await erase('carl')).toMatchObject({ predictions: 1 });
    expect(await codeOf(listLegalHolds(developer, {}))).toBe('FORBIDDEN');
    const { items } = await listLegalHolds(compliance, { standing: false });
    expect(items.map(({ lifted }) => lifted?.reason)).toEqual(['Over', 'Over', 'Over']);
    const summaries = (await listEntries(compliance, { event: 'legal-hold.placed' })).items.map(
      ({ summary }) => summary,
    );
    expect(summaries).toContain('Cora placed a legal hold on credit-risk.');
    expect(JSON.stringify(items)).not.toContain('carl');
  });
});
