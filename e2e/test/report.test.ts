import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, visitAs } from './visitor.ts';

afterAll(closeBrowser);

it('compliance gets the record of a model and a period in four clicks, and a statement where nothing happened', async () => {
  const visitor = await visitAs('compliance');
  const { page } = visitor;
  const made = async (text: RegExp): Promise<void> => {
    const row = page.getByRole('table', { name: 'Reports' }).getByRole('row').nth(1);
    await row.getByText(text).last().waitFor();
  };
  const saved = async (name: RegExp) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      visitor.act(() => page.getByRole('link', { name }).first().click()),
    ]);
    return readFile(await download.path());
  };
  await visitor.goto('/m/credit-risk');
  await visitor.act(() => page.getByRole('link', { name: 'Report', exact: true }).click());
  await visitor.act(() => page.getByRole('button', { name: 'Make the report' }).click());
  await made(/^Made: \d+ entries$/);
  await visitor.expectClean();
  const pdf = await saved(/^PDF of CS-/);
  expect(visitor.actions()).toBeLessThanOrEqual(4);
  expect(pdf.toString('latin1')).toMatch(/^%PDF-1\.7[\s\S]*%%EOF\s*$/);
  const record = JSON.parse((await saved(/^JSON of CS-/)).toString());
  expect(record.rows.entries.length).toBeGreaterThan(20);
  expect((await saved(/^CSV of CS-/)).toString()).toMatch(/^section,/);
  await page
    .getByRole('navigation', { name: 'Usual periods' })
    .getByRole('link', { name: 'Last year' })
    .click();
  await page.getByRole('button', { name: 'Make the report' }).click();
  await made(/^Made: no entries$/);
  const nothing = JSON.parse((await saved(/^JSON of CS-/)).toString());
  expect(nothing).toMatchObject({ empty: true, title: 'Statement of no events', rows: { entries: [] } });
  await visitor.leave();
}, 120_000);
