import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailsTo } from './mail-server.ts';
import { copyExample, registerFolder } from './register-example.ts';
import { endVisits, portal, rest, visitAs, visitUnknown } from './visitor.ts';

const model = 'ridership-demand';
const version = '2.6.0';
const address = 'night-desk@bank.example';
let folder: string;

beforeAll(async () => {
  folder = await copyExample(version);
  expect(await registerFolder(folder)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

it('a consumer without an account answers a recall in two clicks, from the mail, and the portal says on what that rests', async () => {
  const declared = await rest('consumer', '/consumers', {
    method: 'PUT',
    body: JSON.stringify({
      consumer: 'night-desk',
      name: 'Night desk',
      purpose: 'Plans the night trains',
      contacts: [address],
      uses: [{ model, from: version, to: version, kind: 'batch', cadenceMinutes: 1_440 }],
    }),
  });
  expect(declared.status, JSON.stringify(declared.body)).toBeLessThan(300);
  const marked = await rest('operator', `/models/${model}/versions/${version}/standing/mark`, {
    method: 'POST',
    body: JSON.stringify({
      standing: 'advisory',
      severity: 'high',
      reason: 'Nights before holidays are forecast too low.',
    }),
  });
  expect(marked.status, JSON.stringify(marked.body)).toBeLessThan(300);
  const arrived = () => mailsTo(portal().mails, address);
  await expect.poll(async () => (await arrived()).length, { timeout: 60_000 }).toBe(1);
  const [mail] = await arrived();
  expect(mail).toContain(`Subject: Advisory on ${model} ${version}`);
  const link = /\/notice#[\w-]+/.exec(mail!)![0];

  const reader = await visitUnknown({ width: 375, height: 812 });
  const { page } = reader;
  await reader.act(() => reader.goto(link));
  await page.getByRole('heading', { level: 1, name: `Advisory on ${model} ${version}` }).waitFor();
  await reader.expectClean();
  await reader.expectNoOverflow();
  await reader.act(() => page.getByRole('button', { name: 'We have moved' }).click());
  await page.getByRole('heading', { name: 'Written down' }).waitFor();
  expect(reader.actions()).toBeLessThanOrEqual(2);
  await reader.expectClean();
  await reader.leave();

  const consumer = await visitAs('consumer');
  await consumer.goto('/notices');
  await consumer.page.getByRole('row', { name: /Night desk Migrated, claimed claimed by mailbox/ }).waitFor();
  await consumer.page.getByRole('link', { name: `Advisory on ${model} ${version}` }).click();
  await consumer.page
    .getByRole('table', { name: 'What happened' })
    .getByRole('cell', { name: address, exact: true })
    .waitFor();
  await consumer.expectClean();
  await consumer.leave();
});
