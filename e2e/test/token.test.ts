import { afterAll, expect, it } from 'vitest';
import { endVisits, portal, visitAs } from './visitor.ts';

afterAll(endVisits);

it('a token is made, shown once, acts within its scopes, never signs, and ends when it is revoked', async () => {
  const developer = await visitAs('developer', { width: 375, height: 812 });
  const { page } = developer;
  const sheet = page.getByRole('dialog');
  await developer.goto('/develop');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await sheet.getByLabel('Name, what uses it').fill('Nightly pipeline');
  await developer.expectClean();
  await sheet.getByRole('button', { name: 'Create the token' }).click();
  const secret = (await sheet.getByRole('code').textContent())!;
  await developer.expectClean();
  await sheet.getByRole('button', { name: 'I have copied it' }).click();
  await sheet.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(secret);

  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const reply = await fetch(`${portal().url}${path}`, { ...init, headers });
    return [reply.status, await reply.text()] as const;
  };
  expect((await call('/api/v1/models'))[0]).toBe(200);
  const registering = await call('/api/v1/models/credit-risk/versions/2.0.0-rc.1/requests', {
    method: 'POST',
    body: JSON.stringify({ gate: 'review', comment: '' }),
  });
  expect(registering[0]).toBe(403);

  const row = page.getByRole('table', { name: 'API tokens' }).getByRole('row', { name: /Nightly pipeline/ });
  await row.getByRole('button', { name: 'Revoke Nightly pipeline' }).click();
  await sheet.getByRole('button', { name: 'Revoke the token' }).click();
  await sheet.waitFor({ state: 'detached' });
  expect((await call('/api/v1/models'))[0]).toBe(401);
  await developer.goto('/develop');
  expect(await row.getByRole('button').count()).toBe(0);
  await developer.expectNoOverflow();
  await developer.leave();
});
