import { expect, it } from 'vitest';
import { sharedReads } from './shared-read.ts';

it('answers many at once by few reads, and nobody from before their question', async () => {
  const read = sharedReads<number>();
  const pool = {};
  let world = 0;
  let reads = 0;
  const ask = () =>
    read(pool, 'key', async () => {
      reads += 1;
      const seen = world;
      await new Promise((resolve) => setTimeout(resolve, 2));
      return seen;
    });
  const answers: Promise<void>[] = [];
  for (let turn = 0; turn < 60; turn++) {
    world += 1;
    const asked = world;
    answers.push(ask().then((seen) => expect(seen).toBeGreaterThanOrEqual(asked)));
    if (turn % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await Promise.all(answers);
  expect(reads).toBeLessThan(30);
  await ask();
  expect(await ask()).toBe(world);
});

it('a read that fails is nobody else’s failure, and keys and installations are their own', async () => {
  const read = sharedReads<string>();
  const pool = {};
  const failing = read(pool, 'key', () => Promise.reject(new Error('lost')));
  const following = read(pool, 'key', async () => 'there');
  const other = read({}, 'key', async () => 'elsewhere');
  await expect(failing).rejects.toThrow('lost');
  expect(await Promise.all([following, other])).toEqual(['there', 'elsewhere']);
});
