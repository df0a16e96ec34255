import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { FreezeSample, SampleRow } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { verifiedPack } from '../../test/verified-pack.ts';
import { sweepBlobs } from '../blob/sweep-blobs.ts';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { grantRole } from '../role/grant-role.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { drawSample } from './draw-sample.ts';
import { readSample } from './find-sample.ts';
import { freezeSample } from './freeze-sample.ts';
import { listSamples } from './list-samples.ts';
import { readSampleFile } from './read-sample-file.ts';
import { runSampleJob } from './run-sample-job.ts';

let scene: Scene;
let compliance: Context;
beforeAll(async () => {
  scene = await openScene('low');
  await walkToGoLive(scene);
  compliance = await scene.signer('Cora Compliance', 'compliance');
  await claim(0, 12);
  await sealAll(scene.house);
});
afterAll(() => scene.house.close());

async function claim(from: number, to: number) {
  const fixture = await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson');
  const line = JSON.parse(fixture.toString('utf8').split('\n')[0]!);
  async function* lines() {
    for (let at = from; at < to; at += 1) yield JSON.stringify({ ...line, id: `day-${at}` });
  }
  expect(await ingestPredictions(scene.developer, lines())).toMatchObject({ refused: [] });
}

const freeze = (asked: Partial<FreezeSample> = {}, by = compliance) =>
  freezeSample(by, { kind: 'predictions', model: scene.model, ...asked });

async function pulled(id: string): Promise<SampleRow> {
  await runSampleJob(scene.house, { sampleId: id });
  const row = await readSample(compliance, { id });
  expect(row).toMatchObject({ state: 'done', problem: null });
  return row;
}

const population = async (id: string): Promise<string> =>
  text((await readSampleFile(compliance, { id, file: 'population' })).open());

/** The files of the ZIP, by path, as its local heads tell them: stored, one behind the other. */
async function filesOf(id: string): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await buffer((await readSampleFile(compliance, { id, file: 'archive' })).open());
  const files = new Map<string, Buffer>();
  for (let at = 0; bytes.readUInt32LE(at) === 0x0403_4b50; ) {
    const [size, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const from = at + 30 + name;
    files.set(bytes.toString('latin1', at + 30, from), bytes.subarray(from, from + size));
    at = from + size;
  }
  return files;
}

const entryOf = async (event: string, id: string) => {
  const { rows } = await scene.house.pool.query<{ number: string; body: string }>(
    'SELECT n.number, l.body FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id WHERE l.event = $1 AND l.subject_id = $2',
    [event, id],
  );
  expect(rows).toHaveLength(1);
  return { number: Number(rows[0]!.number), data: JSON.parse(rows[0]!.body).data };
};

describe('a sample drawn by a seed', () => {
  it('is of a population that an entry fixed before, is computed again by four lines of shell, and has a sound pack for each item', async () => {
    const { id, population: frozen } = await freeze();
    expect(frozen.size).toBe(12);
    const ids = await population(id);
    expect(ids.split('\n').slice(0, -1)).toEqual([...ids.split('\n').slice(0, -1)].sort());
    expect(sha256Hex(ids)).toBe(frozen.digest);
    await claim(12, 15);
    await drawSample(compliance, { id, seed: 'Björk’s seed 7', count: 3 });
    const row = await pulled(id);
    const before = await entryOf('sample.frozen', id);
    const draw = await entryOf('sample.drawn', id);
    const after = await entryOf('sample.pulled', id);
    expect(before.data).toMatchObject({ size: 12, population: frozen.digest });
    expect(draw.data).toMatchObject({ by: 'seed', count: 3, unknown: 0, population: frozen.digest });
    expect(after.data).toMatchObject({ packs: 3, archive: row.archive!.digest });
    expect([before.number < draw.number, draw.number < after.number]).toEqual([true, true]);

    const files = await filesOf(id);
    const { items, drawn } = JSON.parse(files.get('index.json')!.toString());
    expect(drawn).toMatchObject({ by: 'seed', seed: 'Björk’s seed 7', entry: draw.number });
    expect(files.get('index.csv')!.toString()).toContain(items[0].sha256);
    expect(files.get('population.txt')!.toString()).toBe(ids);
    const readme = files.get('README.txt')!.toString();
    const shell = readme.slice(readme.indexOf('while read'), readme.indexOf('\n\n   This prints'));
    const folder = await mkdtemp(path.join(tmpdir(), 'sample-'));
    await writeFile(path.join(folder, 'population.txt'), ids);
    const env = { ...process.env, SEED: drawn.seed };
    const { stdout } = await promisify(execFile)('sh', ['-c', shell], { cwd: folder, env });
    await rm(folder, { recursive: true });
    expect(stdout.trim().split('\n')).toEqual(items.map(({ item }: { item: string }) => item));

    for (const { pack, sha256, item } of items) {
      const bytes = files.get(pack)!;
      expect(sha256Hex(bytes)).toBe(sha256);
      expect(bytes.includes(`predictions/${item}.json`)).toBe(true);
    }
    const one = files.get(items[0].pack)!;
    const verdict = await verifiedPack(scene.house, { write: async (sink) => sink(one) });
    expect(verdict.rows.filter(({ verdict: said }) => said === 'broken')).toEqual([]);
    const contents = one.toString('latin1').match(/"entries":\[\[.*?\]\]/)![0];
    expect(contents).toContain(String(draw.number));
  });

  it('is drawn once: another draw takes another population on the record', async () => {
    const { id } = await freeze();
    const drawn = await Promise.allSettled(
      ['a', 'b'].map((seed) => drawSample(compliance, { id, seed, count: 2 })),
    );
    expect(drawn.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await pulled(id);
    expect(await codeOf(drawSample(compliance, { id, seed: 'c', count: 2 }))).toBe('CONFLICT');
    await runSampleJob(scene.house, { sampleId: id });
    await entryOf('sample.pulled', id);
  });
});

describe('an examiner’s list', () => {
  it('is packed by callers’ ids and ours; what is not in the population is named and in the index', async () => {
    const { id } = await freeze();
    const [first] = (await population(id)).split('\n');
    const { unknown } = await drawSample(compliance, { id, items: ['day-3', first!, 'day-99', 'day-3'] });
    expect(unknown).toEqual(['day-99']);
    const row = await pulled(id);
    expect(row).toMatchObject({ seed: null, unknown: ['day-99'] });
    const files = await filesOf(id);
    const { items } = JSON.parse(files.get('index.json')!.toString());
    expect(items.map(({ state }: { state: string }) => state)).toContain('not in the population');
    expect(items.at(-1)).toMatchObject({ item: 'day-99', pack: null });
    expect([...files.keys()].filter((name) => name.startsWith('packs/')).length).toBe(items.length - 1);
    expect((await entryOf('sample.drawn', id)).data).toMatchObject({ by: 'list', unknown: 1 });
  });

  it('is refused where nothing of it is there, and where a seed comes with it', async () => {
    const { id } = await freeze();
    expect(await codeOf(drawSample(compliance, { id, items: ['day-99'] }))).toBe('BAD_INPUT');
    expect(await codeOf(drawSample(compliance, { id, items: ['day-3'], seed: 's', count: 1 }))).toBe(
      'BAD_INPUT',
    );
    expect(await codeOf(drawSample(compliance, { id, seed: 's' }))).toBe('BAD_INPUT');
  });
});

it('draws versions that were approved in a period and signatures, too, and says where there is nothing', async () => {
  const versions = await freeze({ kind: 'versions', model: undefined });
  expect(versions.population.size).toBe(1);
  await drawSample(compliance, { id: versions.id, items: [`${scene.model} ${scene.version}`] });
  await pulled(versions.id);
  const signatures = await freeze({ kind: 'sign-offs' });
  expect(signatures.population.size).toBe(3);
  await drawSample(compliance, { id: signatures.id, seed: '1', count: 100 });
  await pulled(signatures.id);
  const files = await filesOf(signatures.id);
  expect(files.get('index.csv')!.toString()).toContain('approval: endorse, Approver');
  const period = { from: '2001-01-01', to: '2001-12-31', zone: 'UTC' };
  const none = await freeze({ period });
  expect(none.population).toEqual({ size: 0, digest: sha256Hex('') });
  expect(await codeOf(drawSample(compliance, { id: none.id, seed: 's', count: 1 }))).toBe('CONFLICT');
});

it('is open to whom a report about the same would be, and to nobody who lost that meanwhile', async () => {
  const administrator = await scene.signer('Ada Administrator', 'administrator');
  // Administrators report on everything, but do not read what predictions were about.
  expect(await codeOf(freeze({}, administrator))).toBe('FORBIDDEN');
  expect(await codeOf(freeze({ kind: 'versions' }, await scene.signer('Rita', 'reviewer')))).toBe(
    'FORBIDDEN',
  );
  const owner = await scene.signer('Otto Owner');
  await grantRole(administrator, { personId: owner.actor.id, role: 'owner', modelKey: scene.model });
  const { id } = await freeze({}, owner);
  expect((await listSamples(owner, {})).items.map((row) => row.id)).toContain(id);
  expect(await codeOf(freeze({ kind: 'versions', model: undefined }, owner))).toBe('FORBIDDEN');
  await drawSample(owner, { id, seed: 's', count: 1 });
  await scene.house.pool.query('UPDATE role_assignment SET revoked_at = now() WHERE person_id = $1', [
    owner.actor.id,
  ]);
  await runSampleJob(scene.house, { sampleId: id });
  expect(await readSample(compliance, { id })).toMatchObject({ state: 'failed', archive: null });
  expect(await codeOf(readSampleFile(owner, { id, file: 'population' }))).toBe('FORBIDDEN');
});

it('keeps its files where blobs are swept, and nothing beside them', async () => {
  const { id } = await freeze();
  await drawSample(compliance, { id, seed: 'x', count: 1 });
  const { archive } = await pulled(id);
  const { items } = JSON.parse((await filesOf(id)).get('index.json')!.toString());
  expect(await scene.house.blobs.has(items[0].sha256)).toBe(false);
  const later = () => new Date(Date.now() + 3 * 86_400_000);
  await sweepBlobs({ ...scene.house, clock: later });
  expect(await scene.house.blobs.has(archive!.digest)).toBe(true);
  expect(await population(id)).not.toBe('');
});
