import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { comer } from './identity-provider.ts';
import { copyExample, registerFolder } from './register-example.ts';
import { endorse } from './signing.ts';
import { endVisits, rest, type Visitor, visitUnknown } from './visitor.ts';

const version = '2.4.0';
const page = `/m/ridership-demand/v/${version}`;
let folder: string;

beforeAll(async () => {
  folder = await copyExample(version);
  expect(await registerFolder(folder)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

/** The provider's own form: a name, any password, and consent where it is asked for. */
async function goThroughProvider(at: Visitor['page']): Promise<void> {
  await at.getByPlaceholder('Enter any login').fill(comer.login);
  await at.getByPlaceholder('and password').fill('any');
  await at.getByRole('button', { name: 'Sign-in' }).click();
  const consent = at.getByRole('button', { name: 'Continue' });
  await consent.waitFor({ timeout: 3_000 }).then(
    () => consent.click(),
    () => {},
  );
}

it('somebody from the identity provider lands where the link led, and signs after being asked there again', async () => {
  const visitor = await visitUnknown();
  await visitor.goto(`${page}/review`);
  await visitor.expectClean();
  await visitor.page.getByRole('link', { name: 'Sign in with the bank' }).click();
  await goThroughProvider(visitor.page);
  // The role follows the group; the page is the one that was asked for.
  await visitor.page.getByRole('button', { name: 'Sign as reviewer' }).waitFor();
  expect(new URL(visitor.page.url()).pathname).toBe(`${page}/review`);

  const asked = visitor.context.waitForEvent('page').then(goThroughProvider);
  await endorse(visitor, 'reviewer', 'sign-on');
  await asked;
  await visitor.goto(`${page}?tab=sign-offs`);
  await visitor.page.getByRole('table', { name: 'Sign-offs' }).getByText(comer.name).waitFor();
  // The provider's own page asks the web for a font, which no test lets it have.
  await visitor.expectClean(/ERR_NAME_NOT_RESOLVED/);
  await visitor.leave();

  const { body } = await rest('compliance', `/models/ridership-demand/versions/${version}/sign-offs`);
  expect(JSON.stringify(body)).toContain(
    'Read with its evidence; adequate for the use that the purpose names.',
  );
  expect(body).toMatchObject({
    items: [{ decision: 'endorse', person: { name: comer.name }, assurance: 'server-key/single-sign-on' }],
  });
});
