import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFixture } from '../../test/example-version.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText } from '../../test/mail-text.ts';
import type { TestHouse } from '../../test/open-house.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { changeConsumer } from '../consumer/change-consumer.ts';
import { registerConsumer } from '../consumer/register-consumer.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { markVersion } from '../recall/mark-version.ts';
import { drainJobs } from '../worker.ts';
import { followNotices } from './follow-notices.ts';
import { listNotices } from './list-notices.ts';

const consumer = 'night-batch';
const details = {
  consumer,
  name: 'The night batch',
  purpose: 'plans',
  contacts: ['night@trains.example'],
  volumePerDay: null,
  serviceLevels: null,
  whenBlocked: null,
};
const minute = 60_000;

let scene: Scene;
let server: Awaited<ReturnType<typeof openMailServer>>;
let recallId: string;
const at = (ms: number): TestHouse => ({
  ...scene.house,
  mailer: server.mailer(),
  clock: () => new Date(Date.now() + ms),
});
/** Several servers look at once; nobody is told twice. */
const follow = async (ms: number) => {
  for (const _ of ['told', 'delivered']) {
    await Promise.all([followNotices(at(ms)), followNotices(at(ms))]);
    await drainJobs(at(ms));
  }
};
const notice = async () => (await listNotices(scene.owner, { recallId, consumer })).items[0]!;
const told = () =>
  server.received.flatMap(({ to }) => to).filter((address) => address.endsWith('trains.example'));

beforeAll(async () => {
  [scene, server] = await Promise.all([openScene('low'), openMailServer()]);
  const recorded = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  const line = JSON.stringify({
    ...JSON.parse(recorded.split('\n')[0]!),
    id: 'night-1',
    version: scene.version,
    consumer,
    mode: 'production',
    timestamp: new Date().toISOString(),
  });
  const lines = async function* () {
    yield line;
  };
  expect(await ingestPredictions(scene.developer, lines())).toMatchObject({ accepted: 1 });
  ({ recallId } = await markVersion(scene.developer, {
    ...scene.address,
    standing: 'blocked',
    severity: 'high',
    reason: 'the lag feature is shifted',
  }));
  await drainJobs(at(0));
  await follow(0);
});
afterAll(async () => {
  await server.close();
  await scene.house.close();
});

describe('who could not be told of a recall', () => {
  it('is told within a minute of being registered, and once', async () => {
    expect((await notice()).state).toBe('nobody');
    await registerConsumer(scene.owner, details);
    await follow(minute);
    await follow(2 * minute);
    expect(told()).toEqual(['night@trains.example']);
    expect(mailText(server.received.find(({ to }) => to.includes('night@trains.example'))!.raw)).toContain(
      'the lag feature is shifted',
    );
    expect(await notice()).toMatchObject({ state: 'delivered', consumer: { name: 'The night batch' } });
  });

  it('is told at another contact as well, and nobody at one that was told before', async () => {
    server.received.length = 0;
    await changeConsumer(scene.owner, {
      ...details,
      contacts: ['night@trains.example', 'Desk@Trains.example'],
    });
    await follow(3 * minute);
    await follow(4 * minute);
    expect(told()).toEqual(['desk@trains.example']);
  });
});
