import { afterAll, describe, expect, it } from 'vitest';
import { endorse } from './signing.ts';
import { endVisits, examplePassword, visitAs } from './visitor.ts';

const address = { model: 'credit-risk', version: '2.0.0-rc.1' };

afterAll(endVisits);

describe('journey 2: a request for changes with a suggestion', () => {
  it('is made by the reviewer and applied by the author in at most six actions', async () => {
    const owner = await visitAs('owner');
    const page = await owner.call<{ gates: { gate: string; state: string }[] }>(
      'version.read',
      'query',
      address,
    );
    if (page.gates.find(({ gate }) => gate === 'review')?.state !== 'open') {
      await owner.call('request.open', 'mutation', { ...address, gate: 'review', comment: 'For review.' });
    }
    await owner.leave();

    const reviewer = await visitAs('reviewer');
    await reviewer.goto('/inbox');
    const { page: at, act } = reviewer;
    await act(() =>
      at
        .getByRole('row', { name: /credit-risk 2\.0\.0-rc\.1/ })
        .getByRole('link', { name: 'Review' })
        .click(),
    );
    // The panel grows while it arrives: a click waits until its place stands still.
    await act(() => at.locator('label', { hasText: 'Request changes' }).click());
    await act(() => at.getByLabel('Suggest a change to').selectOption({ label: 'Release notes' }));
    const text = at.getByLabel('Release notes, as you suggest it');
    await text.fill(`${await text.inputValue()}\n\nNot for applicants under 21: none were in the data.\n`);
    await at
      .getByLabel('Comment, becomes part of the record')
      .fill('The notes do not say whom it is not for.');
    await at.getByLabel(/^Password of /).fill(examplePassword);
    await reviewer.expectClean();
    await act(() => at.getByRole('button', { name: 'Sign as reviewer' }).click());
    await at.getByText(/You asked for changes/).waitFor();
    await reviewer.leave();

    const author = await visitAs('developer');
    await author.goto('/inbox');
    await author.act(() =>
      author.page
        .getByRole('row', { name: /credit-risk 2\.0\.0-rc\.1/ })
        .getByRole('link', { name: /^Read/ })
        .click(),
    );
    await author.page.getByRole('heading', { name: 'Suggestions' }).waitFor();
    await author.expectClean();
    await author.act(() => author.page.getByRole('button', { name: /^Apply as revision/ }).click());
    await author.page.getByText(/^Applied in revision/).waitFor();
    expect(reviewer.actions() + author.actions()).toBeLessThanOrEqual(6);
    await author.goto(`/m/${address.model}/v/${address.version}?tab=release-notes`);
    await author.page.getByText('Not for applicants under 21').waitFor();
    await author.leave();
  });

  // Journey 4.
  it('the reviewer sees what changed since and signs again in at most four actions', async () => {
    const reviewer = await visitAs('reviewer');
    const { page, act } = reviewer;
    await reviewer.goto('/inbox');
    await act(() =>
      page
        .getByRole('row', { name: /credit-risk 2\.0\.0-rc\.1/ })
        .getByRole('link', { name: /^(Review|See diff)/ })
        .click(),
    );
    await page.getByRole('table', { name: 'What changed since you signed' }).waitFor();
    await page.getByText('Not for applicants under 21').first().waitFor();
    await reviewer.expectClean();
    await endorse(reviewer, 'reviewer');
    expect(reviewer.actions()).toBeLessThanOrEqual(4);
    await reviewer.leave();
  });
});
