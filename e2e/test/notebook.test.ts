import { createHash } from 'node:crypto';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileNotebook } from './hostile-notebook.ts';
import { endVisits, portal, rest, type Visitor, visitAs } from './visitor.ts';

afterAll(endVisits);

const model = 'hostile-notebooks';
const address = `/m/${model}/v/1.0.0`;

/** 12 MB of cells: below the limit of a notebook, and more than anybody reads. */
const longNotebook = () =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 4,
    metadata: {},
    cells: Array.from({ length: 6_000 }, (_, index) => ({
      cell_type: index % 50 === 0 ? 'markdown' : 'code',
      execution_count: index,
      source: index % 50 === 0 ? `## Part ${index / 50}` : `row_${index} = ${index}`,
      outputs:
        index % 50 === 0 ? undefined : [{ output_type: 'stream', name: 'stdout', text: 'x'.repeat(2_000) }],
    })),
  });

async function upload(path: string, text: string) {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { status } = await rest('developer', `/uploads/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  expect(status).toBeLessThan(300);
  return { path, kind: 'notebook', sha256, size: bytes.length };
}

beforeAll(async () => {
  const made = { key: model, name: 'Notebooks', purpose: 'read by suspicious people', tier: 'low' };
  const init = (body: unknown) => ({ method: 'POST', body: JSON.stringify(body) });
  expect((await rest('developer', '/models', init(made))).status).toBe(201);
  const manifest = {
    model,
    version: '1.0.0',
    description: 'Brings a notebook that would do harm.',
    authors: [],
    files: [await upload('hostile.ipynb', hostileNotebook()), await upload('long.ipynb', longNotebook())],
    parameters: {},
    metrics: [],
    datasets: [],
    buildEnvironment: {},
    releaseNotes: '# Notes',
    requestReview: { comment: 'Please read the notebook.' },
  };
  const registered = await rest('developer', `/models/${model}/versions`, init(manifest));
  expect(registered.status, JSON.stringify(registered.body)).toBe(201);
});

/** Whatever a page or one of its frames asks for beyond the portal, and whatever runs, is noted. */
function watch(visitor: Visitor): { asked: string[]; opened: string[] } {
  const seen = { asked: [] as string[], opened: [] as string[] };
  const own = new URL(portal().url).origin;
  visitor.context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !/^(data|blob|about):/.test(url)) seen.asked.push(url);
  });
  visitor.page.on('dialog', (dialog) => {
    seen.opened.push(dialog.message());
    void dialog.dismiss();
  });
  visitor.context.on('page', (page) => seen.opened.push(page.url()));
  return seen;
}

const wasHit = async (page: Page): Promise<boolean[]> => [
  await page.evaluate(() => 'hit' in window && window.hit !== undefined && !(window.hit instanceof Element)),
  ...page
    .frames()
    .filter((frame: Frame) => frame !== page.mainFrame())
    .map((frame) => !/^about:(srcdoc|blank)$/.test(frame.url())),
];

describe('a hostile notebook', () => {
  it.each([1440, 375])(
    'runs nothing and loads nothing, and the signature stays in reach, at %i px',
    async (width) => {
      const visitor = await visitAs('reviewer', { width });
      const { page } = visitor;
      const seen = watch(visitor);
      await visitor.goto(`${address}/review`);
      await page.getByRole('link', { name: 'hostile.ipynb', exact: true }).click();
      await page.getByRole('heading', { name: 'Hostile' }).waitFor();
      const seals = page.getByRole('button', { name: 'Show the HTML, sealed' });
      await seals.first().waitFor();
      // A browser reports what its policy keeps from running, even in a document that is taken apart and never shown.
      await visitor.expectClean(/^(?:Executing inline event handler|Setting the document's base URI) /);
      await visitor.expectNoOverflow();
      // Axe opens a page of its own.
      seen.opened.length = 0;
      for (let left = await seals.count(); left > 0; left = await seals.count()) await seals.first().click();
      await page.waitForTimeout(1_500);
      expect(await page.locator('iframe').count()).toBeGreaterThan(10);
      expect(await page.locator('iframe:not([sandbox=""])').count()).toBe(0);
      expect(await wasHit(page)).not.toContain(true);
      expect(seen).toEqual({ asked: [], opened: [] });

      const sign = page.getByRole('button', { name: 'Sign as reviewer' });
      // It waits for evidence and a comment, so it is not pressed: what a pointer at its middle would meet is asked for.
      const met = await sign.evaluate((button) => {
        button.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = button.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) === button;
      });
      expect(met).toBe(true);
      await page.getByLabel(/^Password of /).focus();
      for (let presses = 0; presses < 12; presses++) {
        if (await sign.evaluate((button) => button === document.activeElement)) break;
        await page.keyboard.press('Tab');
      }
      expect(await sign.evaluate((button) => button === document.activeElement)).toBe(true);
      await visitor.leave();
    },
  );

  it('is read to its end by its outline, however long it is', async () => {
    const visitor = await visitAs('reviewer');
    const { page } = visitor;
    await visitor.goto(address);
    await page
      .getByRole('navigation', { name: 'Version' })
      .getByRole('link', { name: /^Notebooks/ })
      .click();
    await page.getByRole('link', { name: 'long.ipynb', exact: true }).click();
    const outline = page.getByRole('navigation', { name: 'Outline of the notebook' });
    await outline.waitFor();
    await visitor.expectClean();
    expect(await page.getByRole('region', { name: /^Cell / }).count()).toBe(60);
    await page.getByRole('button', { name: 'Show 60 more' }).click();
    expect(await page.getByRole('region', { name: /^Cell / }).count()).toBe(120);
    await outline.getByRole('link', { name: 'Part 20', exact: true }).click();
    await page.getByRole('heading', { name: 'Part 20', exact: true }).waitFor();
    // The last cell but one is found by what it says, and no cell between has to be drawn for it.
    await page.getByLabel('Search in the notebook', { exact: true }).fill('row_5998');
    await page.getByText('1 cell', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Cell 5999', exact: true }).waitFor();
    expect(await page.getByRole('region', { name: /^Cell / }).count()).toBeLessThanOrEqual(60);
    await visitor.leave();
  });
});
