import { createPublicKey, verify } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { VersionDocumentName } from '@countersign/contracts';
import {
  type Context,
  change,
  drainJobs,
  findAnything,
  type House,
  insertPerson,
  insertRole,
  listEntries,
  listModels,
  listPredictions,
  listSignOffs,
  listWorst,
  makeVersionDocument,
  readHome,
  readNoteClaims,
  readOutlook,
  readRescoring,
  readVersion,
  replayMany,
  requestRescoring,
  systemActor,
} from '@countersign/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cast } from '../src/acting.ts';
import { exampleConsumers } from '../src/example-consumers.ts';
import { exampleData, exampleManifest } from '../src/example-data.ts';
import { exampleModels } from '../src/example-models.ts';
import { hasExamples, loadExamples, makeExampleTokens } from '../src/load-examples.ts';
import { examplePeople } from '../src/people.ts';
import { removeExamples } from '../src/remove-examples.ts';
import { cyclonedxFaults } from './cyclonedx.ts';
import { openStory, type Story } from './open-story.ts';

/** DER before the 32 bytes of an Ed25519 key (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');
let story: Story;
let house: House;

beforeAll(async () => {
  story = await openStory();
  house = story.house;
}, 180_000);
afterAll(() => story.close());

describe('the example data', () => {
  it('describes every version by the files that lie beside its manifest', async () => {
    for (const { key } of exampleModels) {
      for (const version of await readdir(path.join(exampleData, key, 'versions'))) {
        const { manifest, fileAt } = await exampleManifest(key, version);
        expect(manifest).toMatchObject({ model: key, version });
        expect(manifest.files.filter(({ kind }) => kind === 'artifact')).toHaveLength(1);
        const training = JSON.parse(await readFile(fileAt('training-data.json'), 'utf8'));
        expect(manifest.datasets[0]).toMatchObject({ digest: training.sha256, rows: training.rows });
      }
    }
  });
});

describe('the story', () => {
  it('went on after an interruption, ended where the portal starts, and is told once', async () => {
    expect(await loadExamples(house)).toMatchObject({ loaded: false });
    const versions = await house.db.version.findMany({
      select: { label: true, stage: true, standing: true, model: { select: { key: true } } },
      orderBy: [{ modelId: 'asc' }, { number: 'asc' }],
    });
    expect(
      versions.map(({ model, label, stage, standing }) => [model.key, label, stage, standing].join(' ')),
    ).toEqual([
      'ridership-demand 1.0.0 approved advisory',
      'ridership-demand 1.1.0 deprecated blocked',
      'ridership-demand 2.0.0 deployed usable',
      'ridership-demand 2.1.0-rc.1 registered usable',
      'credit-risk 1.0.0 approved usable',
      'credit-risk 1.1.0 deployed usable',
      'credit-risk 2.0.0-rc.1 registered usable',
    ]);
  });

  it('approved every version for stated uses and a goal that its own metrics keep', async () => {
    const compliance = await new Cast(house).as('compliance');
    for (const [model, version] of [
      ['ridership-demand', '1.0.0'],
      ['ridership-demand', '1.1.0'],
      ['ridership-demand', '2.0.0'],
      ['credit-risk', '1.0.0'],
      ['credit-risk', '1.1.0'],
    ] as const) {
      const { goal } = await readVersion(compliance, { model, version });
      expect(goal).toMatchObject({ state: 'fixed', uses: [expect.any(String), expect.any(String)] });
      expect(goal!.thresholds.map(({ met }) => met)).toEqual(goal!.thresholds.map(() => true));
    }
  });

  it('judges every claim of the release notes as the figures have it', async () => {
    const developer = await new Cast(house).as('developer');
    for (const { key: model } of exampleModels) {
      const file = new URL(`../data/${model}/expected-claims.json`, import.meta.url);
      const expected = (
        JSON.parse(await readFile(file, 'utf8')) as { claims: { version: string; holds: boolean }[] }
      ).claims;
      for (const version of new Set(expected.map((claim) => claim.version))) {
        const { claims } = await readNoteClaims(developer, { model, version });
        expect([version, ...claims.map(({ verdict }) => verdict)]).toEqual([
          version,
          ...expected
            .filter((claim) => claim.version === version)
            .map(({ holds }) => (holds ? 'holds' : 'does-not-hold')),
        ]);
      }
    }
  });

  it('shows which misses of the version with the mistaken unit the one before it would not have made', async () => {
    const owner = await new Cast(house).as('owner');
    const pair = { model: 'ridership-demand', versions: ['1.1.0'], fixed: '1.0.0' };
    const { tolerance, output, missing } = await readOutlook(owner, pair);
    expect({ tolerance, output, missing }).toEqual({
      tolerance: 2.5,
      output: { name: 'ridership', unit: 'thousand entries per day' },
      missing: [],
    });
    const recall = await house.db.recall.findFirst({ where: { standing: 'blocked' } });
    const { id } = await requestRescoring(owner, {
      ...pair,
      recallId: recall!.id,
      tolerance: 2.5,
      corrections: [{ field: 'temp', factor: 1.8, offset: 32 }],
    });
    await drainJobs(house);
    expect(await readRescoring(owner, { id })).toMatchObject({
      state: 'done',
      rescored: 137,
      known: 137,
      oldMisses: 78,
      misses: { fixed: 61 },
    });
    const [worst] = (await listWorst(owner, { id })).items;
    expect(worst).toMatchObject({ callerId: 'rd-20110223-train-dispatch', truth: '18.888' });
    expect(worst!.corrected).toEqual([{ field: 'temp', sent: '-3.3', fed: '26.06' }]);
    expect([worst!.old!.error!.toFixed(3), worst!.new!.error!.toFixed(3)]).toEqual(['5.620', '2.057']);
  });

  it('hands out every version as a model card, a valid ML-BOM and in-toto statements that carry the signatures', async () => {
    const compliance = await new Cast(house).as('compliance');
    const versions = await house.db.version.findMany({
      select: { label: true, model: { select: { key: true } } },
    });
    for (const { label, model } of versions) {
      const make = async (document: VersionDocumentName) =>
        (await makeVersionDocument(compliance, { model: model.key, version: label, document })).text;
      const address = { model: model.key, version: label };
      const page = await readVersion(compliance, address);
      const card = await make('model-card.md');
      expect(card).toContain(`\`${page.artifact!.digest}\` | checked |`);
      expect(card).toMatch(/\| validation \|.*\| (claimed|checked) \|/);
      const bom = JSON.parse(await make('ml-bom.cdx.json'));
      expect(cyclonedxFaults(bom)).toEqual([]);
      expect(cyclonedxFaults({ ...bom, specVersion: 1.6 })).not.toEqual([]);
      expect(bom.metadata.component).toMatchObject({
        type: 'machine-learning-model',
        hashes: [{ alg: 'SHA-256', content: page.artifact!.digest }],
      });
      const signOffs = await listSignOffs(compliance, address);
      const lines = (await make('sign-offs.intoto.jsonl')).split('\n').filter((line) => line !== '');
      expect(lines).toHaveLength(signOffs.length);
      for (const line of lines) {
        const { _type, subject, predicate } = JSON.parse(line);
        const key = {
          key: Buffer.concat([spki, Buffer.from(predicate.signature.publicKey, 'base64')]),
          format: 'der',
          type: 'spki',
        } as const;
        const signature = Buffer.from(predicate.signature.value, 'base64');
        expect(_type).toBe('https://in-toto.io/Statement/v1');
        expect(subject[0].digest).toEqual({ sha256: page.artifact!.digest });
        expect(verify(null, Buffer.from(predicate.record), createPublicKey(key), signature)).toBe(true);
        expect(predicate.ledger.proof).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
      }
    }
  });

  it('holds every recorded prediction and outcome', async () => {
    expect(await house.db.prediction.count()).toBe(5_835);
    expect(await house.db.outcome.count()).toBe(3_687);
  });

  it('left recorded predictions that are reproduced to the bit', async () => {
    const version = await house.db.version.findFirst({
      where: { label: '2.0.0-rc.1' },
      select: { id: true },
    });
    const replayed = await replayMany(
      { ...house, actor: systemActor('test') },
      { versionId: version!.id, limit: 100 },
    );
    expect(replayed).toMatchObject({ replayed: 100, verdicts: { identical: 100 } });
  });

  it('gives every role one token', async () => {
    const tokens = await makeExampleTokens(house);
    expect(new Set(Object.keys(tokens))).toEqual(new Set(examplePeople.map(({ role }) => role)));
  });
});

describe('the removal of the examples', () => {
  it('is refused while nobody else could let people in', async () => {
    await expect(removeExamples(house)).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR' });
    expect(await hasExamples(house)).toBe(true);
    expect(await house.db.model.count({ where: { retiredAt: { not: null } } })).toBe(0);
  });

  it('ends accounts and models by entries, leaves the lists clean and everything to be read', async () => {
    const system: Context = { ...house, actor: systemActor('test') };
    const own = { name: 'Ada Own', email: 'ada@bank.example', passwordHash: 'a hash' };
    const { result: id } = await change(system, async (tx) => {
      const added = await insertPerson(tx, system, own);
      const role = await insertRole(tx, {
        personId: added.id,
        role: 'administrator',
        modelId: null,
        by: null,
      });
      return { result: added.id, events: [added.event, role] };
    });
    const ada: Context = {
      ...house,
      actor: {
        kind: 'person',
        id,
        name: own.name,
        email: own.email,
        via: 'session',
        sessionId: null,
        scopes: [],
      },
    };
    const [kept] = (await listPredictions({ ...system }, { limit: 1 })).items;
    const before = await house.db.ledgerEntry.count();
    expect(await removeExamples(house)).toHaveLength(
      exampleModels.length + exampleConsumers.length + examplePeople.length,
    );

    const left = await house.pool.query(
      `SELECT (SELECT count(*)::int FROM person WHERE example AND (active OR password_hash IS NOT NULL)) AS people,
         (SELECT count(*)::int FROM session s JOIN person p ON p.id = s.person_id WHERE p.example) AS sessions,
         (SELECT count(*)::int FROM api_token t JOIN person p ON p.id = t.person_id WHERE p.example AND t.revoked_at IS NULL) AS tokens,
         (SELECT count(*)::int FROM role_assignment r JOIN person p ON p.id = r.person_id WHERE p.example AND r.revoked_at IS NULL) AS roles,
         (SELECT count(*)::int FROM deployment WHERE ended_at IS NULL) AS deployments,
         (SELECT count(*)::int FROM request WHERE state = 'open') AS requests`,
    );
    expect(left.rows[0]).toEqual({
      people: 0,
      sessions: 0,
      tokens: 0,
      roles: 0,
      deployments: 0,
      requests: 0,
    });
    const home = await readHome(ada);
    expect([home.waiting, home.inFlight, home.recalls, home.deployments]).toEqual([[], [], [], []]);
    expect((await listModels(ada, {})).items).toEqual([]);
    expect((await findAnything(ada, { q: 'credit' })).items).toEqual([]);
    expect((await listPredictions(system, {})).items).toEqual([]);

    const page = await readVersion(ada, { model: 'credit-risk', version: '1.1.0' });
    expect(page.version).toMatchObject({ stage: 'deprecated' });
    expect((await listPredictions(system, { model: kept!.model })).items.length).toBeGreaterThan(0);
    const after = await house.db.ledgerEntry.count();
    expect(after).toBeGreaterThan(before);
    const retired = await listEntries(ada, { event: 'model.retired' });
    expect(retired.items.map(({ summary }) => summary)).toEqual([
      'Countersign retired credit-risk.',
      'Countersign retired ridership-demand.',
    ]);
    expect((await listEntries(ada, { event: 'person.deactivated' })).items).toHaveLength(
      examplePeople.length,
    );

    expect(await removeExamples(house)).toEqual([]);
    expect(await house.db.ledgerEntry.count()).toBe(after);
    expect([await hasExamples(house), (await loadExamples(house)).loaded]).toEqual([false, false]);
  });

  it('leaves an installation of other people alone', async () => {
    // People, and nothing that says that they are the story's.
    await house.pool.query("DELETE FROM installation WHERE name = 'examples'");
    const before = await house.db.ledgerEntry.count();
    expect(await loadExamples(house)).toMatchObject({ loaded: false });
    expect(await house.db.ledgerEntry.count()).toBe(before);
  });
});
