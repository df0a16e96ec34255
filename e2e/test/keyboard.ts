import { expect } from 'vitest';
import { examplePassword, type Visitor } from './visitor.ts';

type Page = Visitor['page'];

/** What has the focus: its accessible text, and whether something lies over it (WCAG 2.4.11). */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const labels = (element as HTMLInputElement).labels;
    return {
      text: (
        element.getAttribute('aria-label') ??
        labels?.[0]?.textContent ??
        element.textContent ??
        ''
      ).trim(),
      type: (element as HTMLInputElement).type ?? '',
      covered: !(element.contains(top) || labels?.[0]?.contains(top) || top?.contains(element)),
    };
  });

/** Tab until something of this name has the focus; nothing on the way is hidden under a bar. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const { text, covered } = await focused(page);
    expect(covered, `${text} is under something`).toBe(false);
    if (name.test(text)) return;
    passed.push(text);
  }
  throw new Error(`Tab never came to ${name}: ${passed.join(' | ')}`);
}

/** The review by keyboard alone, as apps/web/README.md writes it down: from any page to the signature. */
export async function endorseByKeyboard({ page }: Visitor, version: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
  await page.getByRole('table', { name: 'Waiting for you' }).waitFor();
  const asked = new RegExp(`^Review ${version.replaceAll('.', '\\.')}$`);
  for (let row = 0; row < 50 && !asked.test((await focused(page)).text); row += 1) {
    await page.keyboard.press('j');
  }
  expect((await focused(page)).text).toMatch(asked);
  await page.keyboard.press('Enter');
  await page
    .getByRole('table', { name: 'Evidence' })
    .getByRole('row', { name: /Checked/ })
    .first()
    .waitFor();
  const unopened = page.getByRole('table', { name: 'Evidence' }).getByRole('row', { name: /Not opened$/ });
  for (let left = await unopened.count(); left > 0; left -= 1) {
    const noted = page.waitForResponse(/evidence\.open/);
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await noted;
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => unopened.count()).toBeLessThan(left);
  }
  const questions = await page.getByRole('region', { name: 'Checklist' }).getByRole('listitem').count();
  for (let question = 0; question < questions; question += 1) {
    await tabTo(page, /^Yes$/);
    await page.keyboard.press('Space');
  }
  await page.keyboard.press('s');
  await tabTo(page, /^Comment, becomes part of the record/);
  await page.keyboard.type('Read with its evidence, by keyboard alone.');
  await tabTo(page, /^Password of /);
  await page.keyboard.type(examplePassword);
  await tabTo(page, /^Sign as reviewer$/);
  await page.keyboard.press('Enter');
  await page.getByText('You endorsed').waitFor();
}
