import { afterAll, describe, expect, it } from 'vitest';
import { endVisits, rest, visitAs } from './visitor.ts';

afterAll(endVisits);

/** Journey 9: release notes and the comparison of two versions, each within two clicks. */
describe('a developer', () => {
  it('reads the release notes beside those of the version before in two clicks from the version', async () => {
    const visitor = await visitAs('developer');
    const { page } = visitor;
    await visitor.goto('/m/credit-risk/v/1.1.0');
    const tabs = page.getByRole('navigation', { name: 'Version', exact: true });
    await visitor.act(() => tabs.getByRole('link', { name: 'Release notes' }).click());
    await visitor.act(() => page.getByRole('link', { name: 'Side by side with 1.0.0' }).click());
    await page.getByRole('heading', { name: 'Release notes of 1.0.0' }).waitFor();
    await page.getByRole('heading', { name: 'Release notes of 1.1.0' }).waitFor();
    await page.getByRole('region', { name: 'Migration, difference' }).waitFor();
    expect(visitor.actions()).toBe(2);
    await visitor.expectClean();

    // Lineage is one click away; from data that were bad it is three to what they reached.
    await visitor.act(() => tabs.getByRole('link', { name: 'Lineage' }).click());
    await page.getByRole('heading', { name: 'Lineage of credit-risk 1.1.0' }).waitFor();
    await page.locator('canvas[data-drawn]').waitFor();
    const from = page.getByRole('region', { name: 'What it comes from' });
    await visitor.act(() =>
      from
        .getByRole('row', { name: /Claimed/ })
        .getByRole('button')
        .first()
        .click(),
    );
    const chosen = page.getByRole('region', { name: 'Looked at' });
    await visitor.act(() => chosen.getByRole('link', { name: 'How far it reaches' }).click());
    await page.getByRole('list', { name: 'How far it reaches' }).waitFor();
    await page.getByRole('table', { name: 'Consumers' }).getByRole('link').first().waitFor();
    await visitor.act(() =>
      page
        .getByRole('link', { name: /^Predictions of credit-risk/ })
        .first()
        .click(),
    );
    await page.getByRole('heading', { name: 'Predictions', level: 1 }).waitFor();
    expect(visitor.actions()).toBe(2 + 1 + 3);
    await visitor.leave();
  });

  it.each([
    ['a version', '/m/credit-risk/v/1.1.0', 'Compare with 1.0.0', 'credit-risk 1.0.0 and 1.1.0'],
    // Which are the newest two depends on the journeys before.
    ['a model', '/m/credit-risk', 'Compare versions', /^credit-risk \S+ and \S+$/],
  ])('compares in one click from %s', async (_from, path, button, name) => {
    const visitor = await visitAs('developer');
    const { page } = visitor;
    await visitor.goto(path);
    await visitor.act(() => page.getByRole('link', { name: button }).first().click());
    await page.getByRole('heading', { name }).waitFor();
    // Where nothing differs, a section is one line.
    for (const part of ['Schema', 'Metrics', 'Parameters', 'Build environment', 'Files'])
      await page.getByRole('region', { name: part, exact: true }).waitFor();
    expect(visitor.actions()).toBe(1);
    await visitor.expectClean();
    await visitor.expectNoOverflow();
    await visitor.leave();
  });

  it('is told by the interface, too, whom a version would break', async () => {
    const { status, body } = await rest('developer', '/models/credit-risk/compare/1.0.0/1.1.0');
    expect(status).toBe(200);
    expect(body).toMatchObject({ schema: { verdict: 'breaking' }, golden: { reason: null } });
    const { changes } = body.schema as { changes: { code: string; field: string }[] };
    expect(changes).toContainEqual(expect.objectContaining({ code: 'INPUT_REMOVED', field: 'Age' }));
  });
});
