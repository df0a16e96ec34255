import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mailsTo } from './mail-server.ts';
import { copyExample, registerFolder } from './register-example.ts';
import { endVisits, onPortalApart, portal, rest, visitAs, visitUnknown } from './visitor.ts';

const model = 'ridership-demand';
const version = '2.0.0';
const fixed = '2.7.0';
const consumer = 'early-shift';
const address = 'early-shift@bank.example';
let folder: string;
// It blocks what serves, which others ask.
onPortalApart();

beforeAll(async () => {
  folder = await copyExample(fixed);
  expect(await registerFolder(folder)).toMatchObject({ code: 0 });
  const declared = await rest('consumer', '/consumers', {
    method: 'PUT',
    body: JSON.stringify({
      consumer,
      name: 'Early shift',
      purpose: 'Plans the first trains of the day',
      contacts: [address],
      uses: [{ model, from: version, to: version, kind: 'realtime', cadenceMinutes: 1 }],
    }),
  });
  expect(declared.status, JSON.stringify(declared.body)).toBeLessThan(300);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

/** Journey 10: the version that serves has the bug; stopped in two actions, told whole in six, followed to its report. */
it('a recall is raised, stops serving, is answered from the mail, re-scored, proven by traffic, closed, and told by its report', async () => {
  const operator = await visitAs('operator');
  const { page, act } = operator;
  await operator.goto(`/m/${model}/v/${version}`);
  await act(() =>
    page
      .getByRole('button', { name: /Mark .do not use./ })
      .first()
      .click(),
  );
  const sheet = page.getByRole('dialog');
  // Whom it touches stands before anything is asked.
  await sheet
    .getByRole('region', { name: 'Blast radius' })
    .getByText(/^\d consumers$/)
    .waitFor();
  await operator.expectClean();
  await sheet.getByLabel(/^Reason/).fill('Degrees Celsius are sent into an input of degrees Fahrenheit.');
  await act(() => sheet.getByRole('button', { name: 'Mark “do not use”' }).click());
  await page.getByRole('heading', { level: 1, name: `Recall of ${model} ${version}` }).waitFor();
  expect(operator.actions()).toBe(2);
  await page.getByRole('region', { name: 'Do not use' }).waitFor();
  const refused = await rest('consumer', `/models/${model}/invocations?environment=production`, {
    method: 'POST',
    body: JSON.stringify({ consumer: 'late', inputs: {} }),
  });
  expect(refused.status, JSON.stringify(refused.body)).toBe(410);
  // A probe proves the place that we serve; the page hears of it by itself.
  const places = page.getByRole('table', { name: 'Places' });
  await places
    .getByRole('row', { name: /^production/ })
    .getByText('Stopped')
    .waitFor();
  await operator.expectClean();
  await operator.expectNoOverflow();
  const recall = new URL(page.url()).pathname.split('/').at(-1)!;

  // The consumer reads it in its mail, without an account: it has read it, and then it has moved.
  const arrived = () => mailsTo(portal().mails, address);
  await expect.poll(async () => (await arrived()).length, { timeout: 20_000 }).toBe(1);
  const [mail] = await arrived();
  expect(mail).toContain(`Subject: Do not use ${model} ${version}`);
  const link = /\/notice#[\w-]+/.exec(mail!)![0];
  for (const answer of ['We have read it', 'We have moved']) {
    const reader = await visitUnknown({ width: 375, height: 812 });
    await reader.goto(link);
    await reader.page.getByRole('button', { name: answer }).click();
    await reader.page.getByRole('heading', { name: 'Written down' }).waitFor();
    await reader.leave();
  }
  const row = page.getByRole('table', { name: 'Notices' }).getByRole('row', { name: /^Early shift/ });
  await row.getByText('Migrated, claimed').waitFor();
  // From now on its traffic is that of the fixed version, which it serves elsewhere.
  const now = new Date().toISOString();
  const beat = await rest('consumer', `/consumers/${consumer}/heartbeats`, {
    method: 'POST',
    body: JSON.stringify({
      heartbeats: [
        { model, version: fixed, from: now, to: now, calls: 3, errors: 0, latency: { meanMs: 4, maxMs: 9 } },
      ],
    }),
  });
  expect(beat.status, JSON.stringify(beat.body)).toBe(200);

  await act(() => page.getByRole('button', { name: 'Tell the rest' }).click());
  await sheet.getByLabel('Fixed version').selectOption(fixed);
  await sheet.getByLabel('Consumers move by').fill('2099-12-31');
  await sheet.getByLabel(/^Affected inputs/).fill('Temperatures of the service that was moved in June.');
  await act(() => sheet.getByRole('button', { name: 'Tell consumers' }).click());
  await sheet.waitFor({ state: 'detached' });
  expect(operator.actions()).toBeLessThanOrEqual(6);
  const closing = page.getByRole('complementary', { name: 'Closing this recall' });
  await closing.getByText(`Not yet: ${version}.`, { exact: true }).waitFor();
  await page.getByRole('link', { name: `Re-score ${version}` }).click();
  await page.getByRole('heading', { level: 1, name: 'Re-score' }).waitFor();
  await operator.expectClean();
  await page.getByRole('button', { name: 'Re-score', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Re-scoring' }).waitFor();
  await page
    .getByText(/^Finished/)
    .first()
    .waitFor();
  await operator.goto(`/recalls/${recall}`);
  await closing.getByText('Re-scored.', { exact: true }).waitFor();
  // A whole declared cadence of a minute in which nothing called the recalled version: the page hears of it by itself.
  await row.getByText('Proven').waitFor({ timeout: 100_000 });
  await row.getByText('checked').waitFor();
  await operator.expectClean();
  await operator.leave();

  const compliance = await visitAs('compliance', { width: 375 });
  await compliance.goto(`/recalls/${recall}`);
  await compliance.page.getByRole('table', { name: 'Notices' }).getByText('train-dispatch').waitFor();
  await compliance.page.getByRole('button', { name: 'Close the recall' }).click();
  const last = compliance.page.getByRole('dialog');
  await last.getByText(/^Every consumer has moved or accepts the risk: Of \d/).waitFor();
  await compliance.expectClean();
  await compliance.expectNoOverflow();
  await last.getByLabel(/^Why it is closed all the same/).fill('The consumers of the examples are gone.');
  await last.getByRole('button', { name: 'Close the recall' }).click();
  await compliance.page.getByRole('heading', { name: 'Closed', exact: true }).waitFor();
  await compliance.page.getByText('The consumers of the examples are gone.').waitFor();
  await compliance.expectClean();
  await compliance.page.getByRole('button', { name: 'Closure report' }).click();
  await compliance.page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor();
  await compliance.page
    .getByText(`Recall of ${model} ${version}`)
    .filter({ visible: true })
    .first()
    .waitFor();
  const [download] = await Promise.all([
    compliance.page.waitForEvent('download'),
    compliance.page
      .getByRole('link', { name: /^JSON of CS-/ })
      .filter({ visible: true })
      .first()
      .click(),
  ]);
  const report = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(report.rows.notices).toContainEqual(expect.objectContaining({ consumer }));
  expect(report.rows.answers.map(({ step }: { step: string }) => step)).toEqual(
    expect.arrayContaining(['acknowledged', 'migrated', 'proven', 'ended']),
  );
  await compliance.leave();
}, 180_000);
