import { examplePassword, type Visitor } from './visitor.ts';

/** Opens every piece of evidence that this person has not opened yet, and closes it again. */
async function openEvidence({ page, act }: Visitor): Promise<void> {
  const unopened = page.getByRole('table', { name: 'Evidence' }).getByRole('row', { name: /Not opened$/ });
  await page
    .getByRole('table', { name: 'Evidence' })
    .getByRole('row', { name: /Checked/ })
    .first()
    .waitFor();
  for (let left = await unopened.count(); left > 0; left = await unopened.count()) {
    const name = await unopened.first().getByRole('link').textContent();
    const noted = page.waitForResponse(/evidence\.open/);
    await act(() => unopened.first().getByRole('link').click());
    await page.getByRole('dialog').waitFor();
    await noted;
    await page.keyboard.press('Escape');
    await page
      .getByRole('table', { name: 'Evidence' })
      .getByRole('row', { name: new RegExp(`^${name}(?!.*Not opened$)`) })
      .waitFor();
  }
}

async function answerChecklist({ page }: Visitor): Promise<void> {
  const answers = page.getByRole('region', { name: 'Checklist' }).getByRole('radio', { name: 'Yes' });
  for (const answer of await answers.all()) await answer.check({ force: true });
}

/** Endorses on the review page that is open: evidence, checklist, comment, password, passkey or identity provider, signature. */
export async function endorse(
  visitor: Visitor,
  role: 'reviewer' | 'approver',
  proof: 'password' | 'passkey' | 'sign-on' = 'password',
): Promise<void> {
  const { page, act } = visitor;
  const button = page.getByRole('button', { name: `Sign as ${role}` });
  await button.waitFor();
  await openEvidence(visitor);
  await answerChecklist(visitor);
  await page
    .getByLabel('Comment, becomes part of the record')
    .fill('Read with its evidence; adequate for the use that the purpose names.');
  if (proof === 'password') await page.getByLabel(/^Password of /).fill(examplePassword);
  await act(() => button.click());
  await page.getByText('You endorsed').waitFor();
}
