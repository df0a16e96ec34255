import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { endVisits, visitAs } from './visitor.ts';

afterAll(endVisits);

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
  await visitor.goto('/reports/samples?kind=versions&model=credit-risk');
  await page.getByRole('button', { name: 'Freeze the population' }).click();
  await page
    .getByRole('button', { name: /^Draw from/ })
    .first()
    .click();
  await page.getByRole('textbox', { name: 'Seed' }).fill('2026');
  await page.getByRole('button', { name: 'Draw and pack' }).click();
  await page
    .getByText(/^Drawn and packed: \d+$/)
    .last()
    .waitFor();
  await visitor.expectClean();
  const packs = (await saved(/^Packs of CS-/)).toString('latin1');
  expect(packs).toMatch(/^PK[\s\S]*packs\/0001-[\s\S]*SHA256SUMS/);
  await visitor.leave();
}, 120_000);
