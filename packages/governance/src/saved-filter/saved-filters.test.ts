import { limits } from '@countersign/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { deleteFilter, listFilters, renameFilter, saveFilter } from './saved-filters.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it('keeps filters by name for one person alone, renames, replaces and deletes them, up to a limit', async () => {
  const ana = await house.person('Ana');
  const ben = await house.person('Ben');
  const due = await saveFilter(ana, { name: 'Due', choice: { dueBy: 'week' } });
  await saveFilter(ana, { name: 'Low', choice: { tier: 'low', whose: 'free' } });
  expect(await listFilters(ben)).toEqual([]);
  // The same name, however written, is the same filter.
  expect(await saveFilter(ana, { name: 'DUE', choice: { dueBy: 'now' } })).toMatchObject({ id: due.id });
  await expect(renameFilter(ana, { id: due.id, name: 'low' })).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(renameFilter(ben, { id: due.id, name: 'Mine' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await renameFilter(ana, { id: due.id, name: 'Overdue' });
  expect((await listFilters(ana)).map(({ name, choice }) => [name, choice])).toEqual([
    ['Low', { tier: 'low', whose: 'free' }],
    ['Overdue', { dueBy: 'now' }],
  ]);
  await expect(deleteFilter(ben, { id: due.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await deleteFilter(ana, { id: due.id });

  const names = Array.from({ length: limits.savedFilters }, (_, index) => `f${index}`);
  for (const name of names) await saveFilter(ben, { name, choice: {} });
  await expect(saveFilter(ben, { name: 'one more', choice: {} })).rejects.toMatchObject({ code: 'CONFLICT' });
  await saveFilter(ben, { name: 'F0', choice: { dueBy: 'now' } });
  const token = { ...ben, actor: { ...ben.actor, via: 'token' } as typeof ben.actor };
  await expect(listFilters(token)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
