import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, openTestData, type TestDatabase } from '@countersign/database/testing';
import {
  type House,
  openBlobStore,
  openInstallationKey,
  prepareInstallation,
  Sequencer,
} from '@countersign/governance';
import { createScorer } from '@countersign/scoring';
import { loadExamples } from '../src/load-examples.ts';

export interface Story {
  readonly house: House;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** Ends the story as a killed process would: between two acts. */
class Killed extends Error {}

const log = { info: () => {}, warn: () => {}, error: () => {} };

async function place(): Promise<TestDatabase & { readonly folder: string }> {
  // `npm test` has a portal tell the story, which was killed on the way and started again.
  const told = process.env.COUNTERSIGN_TEST_STORY;
  if (told) return openTestData(told);
  const database = await createTestDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-examples-'));
  const close = async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...database, folder, close };
}

/** An installation in which the story was told, after an interruption. */
export async function openStory(): Promise<Story> {
  const { folder, ...database } = await place();
  const scorer = createScorer({ children: 1 });
  const clock = () => new Date();
  const keyring = await openInstallationKey(path.join(folder, 'installation.key'));
  const { url: connectionString, pool } = database;
  const sequencer = new Sequencer({ connectionString, pool, clock, log, keyring }).start();
  const house: House = {
    db: database.prisma,
    pool,
    clock,
    log,
    scorer,
    trialScorer: scorer,
    sequencer,
    blobs: await openBlobStore(path.join(folder, 'blobs')),
    keyring,
    url: 'http://localhost:4600',
  };
  const close = async () => {
    await sequencer.stop();
    await scorer.close();
    await database.close();
  };
  await prepareInstallation(house);
  const interrupted = loadExamples(house, (done) => {
    if (done === 12) throw new Killed();
  });
  await interrupted.catch((error) => {
    if (!(error instanceof Killed)) throw error;
  });
  await loadExamples(house);
  return { house, database, close };
}
