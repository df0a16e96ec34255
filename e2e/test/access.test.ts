import { afterAll, expect, it } from 'vitest';
import { endVisits, visitAs, visitUnknown } from './visitor.ts';

afterAll(endVisits);

// Long enough, and used nowhere else.
const password = 'a-long-sentence-for-one-person';

it('an administrator lets a person in with a role for one model in at most six actions, and ends it at once', async () => {
  const administrator = await visitAs('administrator');
  const { page, act } = administrator;
  const dialog = page.getByRole('dialog');
  await administrator.goto('/admin/people');
  await act(() => page.getByRole('button', { name: 'Invite a person' }).click());
  await dialog.getByLabel('Name').fill('Ines Examiner');
  await dialog.getByLabel('E-mail').fill('ines@examiner.example');
  await act(() => dialog.getByRole('button', { name: 'Make the invitation' }).click());
  const link = await dialog.locator('code').textContent();
  await administrator.expectClean();
  await act(() => dialog.getByRole('button', { name: 'I have copied it' }).click());
  await act(() => page.getByRole('link', { name: 'Ines Examiner' }).click());
  await act(() => page.getByRole('button', { name: 'Grant a role' }).click());
  await dialog.getByLabel('Role').selectOption('Auditor');
  await dialog.getByLabel('On').selectOption({ label: 'credit-risk' });
  await dialog.getByLabel('Last day').fill('2099-12-31');
  await act(() => dialog.getByRole('button', { name: 'Grant the role' }).click());
  await dialog.waitFor({ state: 'detached' });
  expect(administrator.actions()).toBeLessThanOrEqual(6);
  await page.getByRole('table', { name: 'Roles' }).getByText('Held').waitFor();
  await administrator.expectClean();
  await administrator.expectNoOverflow();

  // On a phone: the link asks for a password of one's own, and leads in.
  const invited = await visitUnknown({ width: 375, height: 812, dark: true });
  await invited.goto(link ?? '');
  await invited.page.getByRole('textbox', { name: 'Password', exact: true }).waitFor();
  await invited.expectClean();
  await invited.expectNoOverflow();
  await invited.page.getByLabel('Password', { exact: true }).fill(password);
  await invited.page.getByLabel('Password, again').fill(password);
  await invited.page.getByRole('button', { name: 'Choose this password' }).click();
  await invited.page.getByRole('link', { name: 'Sign in' }).click();
  await invited.page.getByLabel('E-mail').fill('ines@examiner.example');
  await invited.page.getByLabel('Password').fill(password);
  await invited.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await invited.page.getByRole('heading', { level: 1, name: 'Work' }).waitFor();
  await invited.goto('/m/credit-risk/v/1.1.0');
  await invited.page.getByRole('heading', { level: 1, name: /credit-risk 1\.1\.0/ }).waitFor();
  // An auditor of one model reads that one.
  await invited.goto('/m/ridership-demand/v/2.0.0');
  await invited.page.getByRole('heading', { name: 'You may not see this' }).waitFor();
  await invited.expectClean();

  // Nothing is read after the role is revoked, nor is anybody in after the account is closed.
  await page.getByRole('button', { name: /Revoke auditor/i }).click();
  await page.getByRole('table', { name: 'Roles' }).getByText('Revoked').waitFor();
  await invited.goto('/m/credit-risk/v/1.1.0');
  await invited.page.getByRole('heading', { name: 'You may not see this' }).waitFor();
  await page.getByRole('button', { name: 'Close the account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close the account' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await invited.goto('/m/credit-risk/v/1.1.0');
  await invited.page.getByLabel('E-mail').waitFor();
  await invited.leave();
  await administrator.leave();
});
