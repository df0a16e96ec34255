import { createHash } from 'node:crypto';
import type { LineageGraph } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { upload } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { declareUse } from '../consumer/declare-use.ts';
import { registerConsumer } from '../consumer/register-consumer.ts';
import type { Context } from '../context.ts';
import { examineRevision } from '../dataset/examine-revision.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { logRuns } from '../experiment/log-runs.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { amendVersion } from '../version/amend-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { expandLineage, readLineage } from './read-lineage.ts';
import { readReach } from './read-reach.ts';

const digest = 'a'.repeat(64);
const rides = { name: 'rides', kind: 'uri' as const, uri: 's3://rides/2014.csv', digest, rows: 5092 };
const sourceCommit = { repository: 'https://git.example.com/rides', commit: 'c0ffee0' };

let scene: Scene;
let other: Scene;
let fed: string;
let before: string;
let developer: Context;

/** The scene's first version trained on nothing that others know; 2.2.0 and 3.0.0 on the rides; another model on what 2.2.0 predicted. */
beforeAll(async () => {
  scene = await openScene('low');
  developer = scene.developer;
  before = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 2));
  other = await scene.another('2.2.0', {}, { datasets: [rides], sourceCommit });
  await scene.another('3.0.0', {}, { datasets: [{ ...rides, name: 'rides, once more' }] });
  await scene.house.model('staffing', 'low');
  const script = { path: 'train.py', kind: 'script' as const, bytes: Buffer.from('print(1)') };
  const book = {
    path: 'look.ipynb',
    kind: 'notebook' as const,
    bytes: Buffer.from('{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}'),
  };
  const held = { path: 'rows.csv', kind: 'data' as const, bytes: Buffer.from('a,b\n1,2\n') };
  const files = await upload(developer, [script, book, held]);
  fed = (
    await registerVersion(developer, {
      model: 'staffing',
      version: '1.0.0',
      description: 'rules over forecasts',
      authors: [],
      files,
      parameters: {},
      metrics: [],
      datasets: [
        { name: 'forecasts', kind: 'uri', uri: `countersign:m/${scene.model}/v/2.2.0/predictions` },
        { name: 'rows', kind: 'uri', uri: 'file:rows.csv', digest: files[2]!.sha256 },
        {
          name: 'rows in Git',
          kind: 'git-blob',
          source: { oid: createHash('sha1').update('blob 8\0a,b\n1,2\n').digest('hex'), file: 'rows.csv' },
        },
      ],
      buildEnvironment: {},
      run: { experiment: 'shifts', run: 'r-7' },
      releaseNotes: '',
    })
  ).id;
  await walkToGoLive(other);
  const operator = await scene.signer('Otto Operator', 'operator');
  await deployVersion(operator, { ...other.address, environment: 'production', role: 'champion' });
  const dispatch = {
    consumer: 'dispatch',
    name: 'Dispatch',
    purpose: 'plans',
    contacts: [],
    volumePerDay: null,
    serviceLevels: null,
    whenBlocked: null,
  };
  await registerConsumer(scene.owner, dispatch);
  await declareUse(scene.owner, {
    consumer: 'dispatch',
    model: scene.model,
    environment: 'production',
    kind: 'realtime',
    cadenceMinutes: null,
    purpose: null,
  });
  // Traffic as the job counts it: of what we answered, and of what somebody says that was answered elsewhere.
  for (const [consumer, versionId, origin] of [
    ['dispatch', other.versionId, 'invocation'],
    ['night-batch', scene.versionId, 'recorded'],
  ])
    await scene.house.pool.query(
      `INSERT INTO consumer_traffic (consumer, model_id, version_id, environment_id, origin, day, calls, first_at, last_at)
       SELECT $1, v.model_id, v.id, (SELECT id FROM environment WHERE key = 'production' AND $3 = 'invocation'), $3, $4::timestamptz::date, 3, $4, $4 FROM version v WHERE v.id = $2`,
      [consumer, versionId, origin, new Date()],
    );
});
afterAll(() => scene.house.close());

const told = ({ nodes, edges }: Pick<LineageGraph, 'nodes' | 'edges'>) => {
  const name = new Map(nodes.map((node) => [node.id, `${node.kind} ${node.name}`]));
  return edges
    .map(({ from, to, relation, basis }) => `${name.get(from)} > ${name.get(to)}: ${relation}, ${basis}`)
    .sort();
};
const dataset = `dataset:${digest}`;

describe('lineage', () => {
  it('leads from data to versions, where they serve, who uses them, and to models fed by their predictions', async () => {
    const graph = await readLineage(developer, { around: dataset });
    const place = `deployment ${scene.model} 2.2.0 in production`;
    expect(told(graph)).toEqual(
      [
        `dataset rides, once more > version ${scene.model} 2.2.0: trained-on, claimed`,
        `dataset rides, once more > version ${scene.model} 3.0.0: trained-on, claimed`,
        `dataset forecasts > version staffing 1.0.0: trained-on, claimed`,
        `version ${scene.model} 2.2.0 > dataset forecasts: predictions, claimed`,
        `version ${scene.model} 2.2.0 > ${place}: deployed, checked`,
        `${place} > consumer Dispatch: answered, checked`,
      ].sort(),
    );
    expect(graph).toMatchObject({ complete: true });
    expect(graph.nodes.find(({ kind }) => kind === 'deployment')).toMatchObject({
      note: 'champion',
      ended: false,
    });
  });

  it('leads back from a consumer and from a fed model to data, code and notebooks, saying what was checked', async () => {
    const up = await readLineage(developer, { around: 'consumer:dispatch', direction: 'up' });
    expect(told(up)).toContain(`code c0ffee0 > version ${scene.model} 2.2.0: built-from, claimed`);
    expect(told(up)).toContain(
      `dataset rides, once more > version ${scene.model} 2.2.0: trained-on, claimed`,
    );
    const back = told(await readLineage(developer, { around: `version:${fed}`, direction: 'up' }));
    expect(back).toEqual(
      expect.arrayContaining([
        'code train.py > version staffing 1.0.0: with-file, checked',
        'notebook look.ipynb > version staffing 1.0.0: with-file, checked',
        'dataset rows > version staffing 1.0.0: trained-on, checked',
        `version ${scene.model} 2.2.0 > dataset forecasts: predictions, claimed`,
        'dataset rides, once more > version ridership-demand 2.2.0: trained-on, claimed',
      ]),
    );
    expect(back).toContain('run r-7 > version staffing 1.0.0: made-by, claimed');
    await logRuns(developer, {
      model: 'staffing',
      experiment: 'shifts',
      runs: [
        {
          run: 'r-7',
          name: 'seventh',
          datasets: [{ name: 'rides', context: 'training', digest, source: 's3' }],
        },
      ],
    });
    const withRun = await readLineage(developer, { around: `version:${fed}`, direction: 'up' });
    expect(withRun.nodes.find(({ kind }) => kind === 'run')?.run).toEqual({
      experiment: 'shifts',
      run: 'r-7',
    });
    const logged = told(withRun);
    expect(logged).toContain('run seventh > version staffing 1.0.0: made-by, checked');
    expect(logged).toContain('dataset rides, once more > run seventh: trained-on, claimed');
    const claimed = await readLineage(developer, { around: 'consumer:night-batch', depth: 1 });
    expect(told(claimed)).toEqual([
      `version ${scene.model} ${scene.version} > consumer night-batch: answered, claimed`,
    ]);
  });

  it('takes what was found of data from its examination, with why, and from when it was made', async () => {
    const around = `version:${fed}`;
    const named = async (asOf?: string) => {
      const { nodes, edges } = await readLineage(developer, {
        around,
        direction: 'up',
        depth: 1,
        ...(asOf && { asOf }),
      });
      const name = new Map(nodes.map((node) => [node.id, node.name]));
      return Object.fromEntries(edges.map(({ from, basis, why }) => [name.get(from), { from, basis, why }]));
    };
    const before = await named();
    expect(before['rows in Git']).toMatchObject({
      basis: 'claimed',
      why: 'nothing of it was examined by then',
    });
    expect(before.rows).toMatchObject({ basis: 'checked', why: 'a file of the version has its digest' });
    const then = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2));
    await examineRevision(scene.house, { versionId: fed, revision: 1 });
    const why = 'its bytes are the version’s file rows.csv, whose Git object is what the reference says';
    const after = await named();
    expect(after['rows in Git']).toMatchObject({ basis: 'checked', why });
    expect(after.forecasts).toMatchObject({
      basis: 'claimed',
      why: expect.stringContaining('no file of the version has the bytes'),
    });
    expect(after['train.py']).toMatchObject({ basis: 'checked', why: null });
    expect(await named(then)).toEqual(before);
    const node = after['rows in Git']!.from;
    expect((await readReach(developer, { node })).items).toMatchObject([{ steps: 1, basis: 'checked', why }]);
    expect((await readReach(developer, { node, asOf: then })).items).toMatchObject([{ basis: 'claimed' }]);
  });

  it('gives each expansion page by page, the newest version first', async () => {
    const graph = await readLineage(developer, { around: dataset, depth: 1, limit: 1 });
    expect(graph.nodes.map(({ name }) => name)).toEqual(['rides, once more', `${scene.model} 3.0.0`]);
    const after = graph.nodes[0]!.down!;
    const rest = await expandLineage(developer, { node: dataset, direction: 'down', limit: 2, after });
    expect(rest).toMatchObject({
      nodes: [{ name: `${scene.model} 2.2.0`, up: '', down: '' }, { name: 'seventh' }],
      next: null,
    });
    expect(
      await codeOf(expandLineage(developer, { node: dataset, direction: 'down', after: 'no cursor' })),
    ).toBe('BAD_INPUT');
  });

  it('of bad data tells which versions, how many predictions, which consumers', async () => {
    const prediction = (versionId: string) =>
      scene.house.pool.query(
        `INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, answered_at, recorded_at)
         SELECT $1, $1, 0, v.model_id, v.id, 'recorded', 'champion', 'dispatch', $3, $3 FROM version v WHERE v.id = $2`,
        [uuidv7(), versionId, new Date()],
      );
    await prediction(other.versionId);
    await prediction(fed);
    const reach = await readReach(developer, { node: dataset, limit: 2 });
    expect(reach).toMatchObject({
      node: { name: 'rides, once more' },
      versions: 3,
      serving: 1,
      blocked: 0,
      predictions: { count: 2, more: false },
      consumers: [{ key: 'dispatch', name: 'Dispatch', basis: 'claimed', versions: 1 }],
      complete: true,
    });
    const rest = await readReach(developer, { node: dataset, limit: 2, after: reach.next! });
    expect(
      [...reach.items, ...rest.items].map(({ model, version, steps, serving, predictions, consumers }) => [
        model,
        version,
        steps,
        serving,
        predictions.count,
        consumers,
      ]),
    ).toEqual([
      ['staffing', '1.0.0', 2, [], 1, 0],
      [scene.model, '3.0.0', 1, [], 0, 0],
      [scene.model, '2.2.0', 1, ['production'], 1, 1],
    ]);
    expect((await readReach(developer, { node: `version:${fed}` })).items).toMatchObject([
      { steps: 0, basis: 'checked' },
    ]);
  });

  it('tells of a past moment what was there, and of a version what it was', async () => {
    expect(await codeOf(readLineage(developer, { around: dataset, asOf: before }))).toBe('NOT_FOUND');
    const then = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 2));
    await markVersion(developer, {
      ...other.address,
      standing: 'advisory',
      severity: 'low',
      reason: 'holidays are missing',
    });
    const third = { model: scene.model, version: '3.0.0' };
    await amendVersion(developer, {
      ...third,
      expectedRevision: 1,
      datasets: [{ ...rides, digest: 'b'.repeat(64) }],
    });
    const now = await readLineage(developer, { around: dataset });
    expect(told(now)).toContain(
      `version ${scene.model} 2.2.0 > recall ${scene.model} 2.2.0, advisory: recalled, checked`,
    );
    expect(now.nodes.map(({ name }) => name)).not.toContain(`${scene.model} 3.0.0`);
    const past = await readLineage(developer, { around: dataset, asOf: then });
    expect(past.nodes.map(({ kind }) => kind)).not.toContain('recall');
    const standings = ({ nodes }: LineageGraph) =>
      nodes
        .filter(({ version, kind }) => kind === 'version' && version === '2.2.0')
        .map(({ standing, stage }) => `${stage} ${standing}`);
    expect([standings(past), standings(now)]).toEqual([['deployed usable'], ['deployed advisory']]);
    expect(past.nodes.map(({ name }) => name)).toContain(`${scene.model} 3.0.0`);
  });

  it('shows each reader what their roles open', async () => {
    const consumer = await scene.signer('Conny Consumer', 'consumer');
    expect(await codeOf(readLineage(consumer, { around: dataset }))).toBe('FORBIDDEN');
    const auditor = await scene.signer('Aud Auditor');
    await grantRole(await scene.signer('Ada Administrator', 'administrator'), {
      personId: auditor.actor.id,
      role: 'auditor',
      modelKey: 'staffing',
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const graph = await readLineage(auditor, { around: `version:${fed}` });
    expect(new Set(graph.nodes.map(({ kind, model }) => `${kind} ${model}`))).toEqual(
      new Set(['version staffing', 'run staffing', 'dataset null', 'code null', 'notebook null']),
    );
    for (const around of [`version:${other.versionId}`, 'consumer:dispatch', `version:${uuidv7()}`])
      expect(await codeOf(readLineage(auditor, { around }))).toBe('NOT_FOUND');
    // Data that a model of theirs was made with are called what they are called there, and lead there alone.
    const reach = await readReach(auditor, { node: dataset });
    expect(reach).toMatchObject({ node: { name: 'rides' }, versions: 1, consumerCount: 0 });
    expect(await codeOf(readReach(auditor, { node: `version:${other.versionId}` }))).toBe('NOT_FOUND');
  });
});
