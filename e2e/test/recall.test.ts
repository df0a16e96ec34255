import { afterAll, expect, it } from 'vitest';
import { closeBrowser, rest, visitAs } from './visitor.ts';

const model = 'ridership-demand';
const version = '2.0.0';
afterAll(closeBrowser);

/** Another journey may have put a version of its own there. */
async function serve(label: string): Promise<void> {
  const serving = await rest('operator', `/models/${model}/resolve?environment=production`);
  if (serving.body.version === label) return;
  const back = await rest('operator', `/models/${model}/deployments/rollback`, {
    method: 'POST',
    body: JSON.stringify({ version: label, environment: 'production', comment: 'Back to it for a recall.' }),
  });
  expect(back.status, JSON.stringify(back.body)).toBeLessThan(300);
}

/** Journey 10: the version that serves has the bug; stopped in two actions, told whole in six, followed to its report. */
it('a recall is raised, stops serving, is followed on its board, closed, and told by its report', async () => {
  await serve(version);
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

  await act(() => page.getByRole('button', { name: 'Tell the rest' }).click());
  await sheet.getByLabel('Until there is a fix, what to do instead').fill('The plan of the week before.');
  await sheet.getByLabel('Consumers move by').fill('2099-12-31');
  await sheet.getByLabel(/^Affected inputs/).fill('Temperatures of the service that was moved in June.');
  await act(() => sheet.getByRole('button', { name: 'Tell consumers' }).click());
  await sheet.waitFor({ state: 'detached' });
  expect(operator.actions()).toBeLessThanOrEqual(6);
  await page.getByText('None yet. The plan of the week before.').waitFor();
  const board = page.url();
  await operator.leave();

  const compliance = await visitAs('compliance', { width: 375 });
  await compliance.goto(new URL(board).pathname);
  await compliance.page.getByRole('table', { name: 'Notices' }).getByText('train-dispatch').waitFor();
  await compliance.page.getByRole('button', { name: 'Close the recall' }).click();
  const closing = compliance.page.getByRole('dialog');
  await closing.getByText(/^Every consumer has moved or accepts the risk: Of \d/).waitFor();
  await compliance.expectClean();
  await compliance.expectNoOverflow();
  await closing.getByLabel(/^Why it is closed all the same/).fill('The consumers of the examples are gone.');
  await closing.getByRole('button', { name: 'Close the recall' }).click();
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
  await compliance.page.getByRole('link', { name: /PDF/ }).filter({ visible: true }).first().waitFor();
  await compliance.leave();
});
