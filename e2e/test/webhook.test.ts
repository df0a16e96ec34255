import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyExample, registerFolder } from './register-example.ts';
import { endVisits, visitAs } from './visitor.ts';

const version = '2.5.0';
let folder: string;
let isBroken = false;
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => {
    body += part.toString();
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(isBroken ? 503 : 204).end(isBroken ? 'out for lunch' : undefined);
  });
});
beforeAll(async () => {
  folder = await copyExample(version);
  expect(await registerFolder(folder)).toMatchObject({ code: 0 });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterAll(async () => {
  receiver.close();
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

/** As Standard Webhooks has it, in a receiver’s own few lines. */
function isSigned({ headers, body }: (typeof received)[number], secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

it('a webhook is added, tested, seen to fail and sent again, in five clicks after it is there', async () => {
  const administrator = await visitAs('administrator');
  await administrator.call('webhook.allowHost', 'mutation', { host: '127.0.0.1', comment: 'The receiver' });
  await administrator.leave();

  const developer = await visitAs('developer', { width: 375, height: 812 });
  const { page, act } = developer;
  const sheet = page.getByRole('dialog');
  await developer.goto('/develop/webhooks');
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const { port } = receiver.address() as AddressInfo;
  await sheet.getByLabel('Address').fill(`http://127.0.0.1:${port}/models`);
  await sheet.getByLabel('Name').fill('Forecast service');
  await developer.expectClean();
  await sheet.getByRole('button', { name: 'Add the webhook' }).click();
  const secret = (await sheet.getByRole('code').textContent())!;
  await sheet.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('heading', { name: 'Forecast service', level: 1 }).waitFor();

  isBroken = true;
  await act(() => page.getByRole('button', { name: 'Send a test' }).click());
  const tries = page.getByRole('table', { name: 'Tries' });
  await tries.getByText('The receiver answered 503').filter({ visible: true }).first().waitFor();
  isBroken = false;
  await act(() => page.getByRole('button', { name: 'Send again' }).click());
  await tries.getByText('204', { exact: true }).waitFor();
  expect(developer.actions()).toBeLessThanOrEqual(5);
  const [first, second] = received;
  expect(first!.body).toBe(second!.body);
  expect(first!.headers['webhook-id']).toBe(second!.headers['webhook-id']);
  expect(received.map((message) => isSigned(message, secret))).toEqual([true, true]);
  expect(await page.content()).not.toContain(secret);
  await developer.expectClean();
  await developer.expectNoOverflow();

  // What happens to a model arrives by itself.
  const operator = await visitAs('operator');
  await operator.call('recall.mark', 'mutation', {
    model: 'ridership-demand',
    version,
    standing: 'advisory',
    severity: 'low',
    reason: 'Holidays are forecast too low.',
  });
  await operator.leave();
  const marked = () =>
    received.map(({ body: text }) => JSON.parse(text)).find(({ type }) => type === 'version.marked-advisory');
  await expect.poll(marked, { timeout: 20_000 }).toMatchObject({
    data: { model: 'ridership-demand', version, recall: { reason: 'Holidays are forecast too low.' } },
  });
  await page.getByRole('button', { name: 'Remove' }).click();
  await sheet.getByRole('button', { name: 'Remove the webhook' }).click();
  await page.getByRole('heading', { name: 'Your webhooks' }).waitFor();
  await developer.leave();
});

it('a consumer declares a use in five clicks', async () => {
  const consumer = await visitAs('consumer');
  const { page, act } = consumer;
  const sheet = page.getByRole('dialog');
  await consumer.goto('/consumers');
  await act(() => page.getByRole('link', { name: 'Train Operations (example)' }).click());
  await page.getByRole('heading', { name: 'Train Operations (example)', level: 1 }).waitFor();
  await act(() => page.getByRole('button', { name: 'Declare a use' }).click());
  await act(() => sheet.getByLabel('Model').selectOption('ridership-demand'));
  await act(() => sheet.getByRole('combobox', { name: 'Environment' }).selectOption('production'));
  await consumer.expectClean();
  await act(() => sheet.getByRole('button', { name: 'Declare the use' }).click());
  await page
    .getByRole('table', { name: 'Uses' })
    .getByRole('row', { name: /what answers in production Real time not said/ })
    .waitFor();
  expect(consumer.actions()).toBeLessThanOrEqual(5);
  await consumer.expectClean();
  await consumer.leave();
});
