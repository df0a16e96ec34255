import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import {
  type House,
  openBlobStore,
  openInstallationKey,
  prepareInstallation,
  readVersion,
  replayMany,
  Sequencer,
  systemActor,
} from '@countersign/governance';
import { createScorer, type Scorer } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cast } from '../src/acting.ts';
import { exampleData, exampleManifest } from '../src/example-data.ts';
import { exampleModels } from '../src/example-models.ts';
import { loadExamples, makeExampleTokens } from '../src/load-examples.ts';
import { examplePeople } from '../src/people.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
let database: TestDatabase;
let folder: string;
let scorer: Scorer;
let sequencer: Sequencer;
let house: House;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-examples-'));
  scorer = createScorer({ children: 1 });
  const clock = () => new Date();
  sequencer = new Sequencer({ connectionString: database.url, pool: database.pool, clock, log }).start();
  house = {
    db: database.prisma,
    pool: database.pool,
    clock,
    log,
    scorer,
    trialScorer: scorer,
    sequencer,
    blobs: await openBlobStore(path.join(folder, 'blobs')),
    keyring: await openInstallationKey(path.join(folder, 'key')),
    url: 'http://localhost:4600',
  };
  await prepareInstallation(house);
});
afterAll(async () => {
  await sequencer.stop();
  await scorer.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Ends the story as a killed process would: between two acts. */
class Killed extends Error {}

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
  it('goes on after an interruption, ends where the portal starts, and is told once', async () => {
    await expect(
      loadExamples(house, (done) => {
        if (done === 12) throw new Killed();
      }),
    ).rejects.toThrow(Killed);
    expect(await loadExamples(house)).toMatchObject({ loaded: true });
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

  it('holds every recorded prediction and outcome', async () => {
    expect(await house.db.prediction.count()).toBe(5_835);
    expect(await house.db.outcome.count()).toBe(3_687);
  });

  it('left recorded predictions that are reproduced to the bit', async () => {
    const version = await database.prisma.version.findFirstOrThrow({
      where: { label: '2.0.0-rc.1' },
      select: { id: true },
    });
    const replayed = await replayMany(
      { ...house, actor: systemActor('test') },
      { versionId: version.id, limit: 100 },
    );
    expect(replayed).toMatchObject({ replayed: 100, verdicts: { identical: 100 } });
  });

  it('gives every role one token, and leaves an installation of other people alone', async () => {
    const tokens = await makeExampleTokens(house);
    expect(new Set(Object.keys(tokens))).toEqual(new Set(examplePeople.map(({ role }) => role)));
    const other = await createTestDatabase();
    await other.pool.query(
      "INSERT INTO person (id, email, name, created_at) VALUES (gen_random_uuid(), 'somebody@bank.example', 'Somebody', now())",
    );
    expect(await loadExamples({ ...house, db: other.prisma, pool: other.pool })).toMatchObject({
      loaded: false,
    });
    await other.close();
  });
});
