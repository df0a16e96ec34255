import { expect, it } from 'vitest';
import { briefMemory, forgetAfterCommit } from './brief-memory.ts';

const counting = () => {
  let reads = 0;
  return async () => ++reads;
};

it('reads once for whoever asks within a moment, for each key and installation by itself', async () => {
  const memory = briefMemory<number>();
  const [here, there] = [{}, {}];
  const read = counting();
  expect(await Promise.all([memory(here, 'a', read), memory(here, 'a', read)])).toEqual([1, 1]);
  expect(await memory(here, 'b', read)).toBe(2);
  expect(await memory(there, 'a', read)).toBe(3);
});

it('gives nothing from before a commit, even where the read was under way', async () => {
  const memory = briefMemory<number>();
  const pool = {};
  const read = counting();
  const before = memory(pool, 'a', read);
  forgetAfterCommit(pool);
  expect(await memory(pool, 'a', read)).toBe(2);
  expect(await before).toBe(1);
});

it('does not remember what failed', async () => {
  const memory = briefMemory<number>();
  const pool = {};
  await expect(memory(pool, 'a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await memory(pool, 'a', async () => 7)).toBe(7);
});
