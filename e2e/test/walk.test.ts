import { afterAll, describe, expect, it } from 'vitest';
import { mailsTo } from './mail-server.ts';
import { countersign } from './register-example.ts';
import { endorse } from './signing.ts';
import { endVisits, examplePassword, portal, rest, visitAs, visitUnknown } from './visitor.ts';

const model = 'ridership-demand';
const waiting = '2.1.0-rc.1';
const day = {
  month: 3,
  weekday: 1,
  holiday: 0,
  Clark_Lake: 16.997,
  Quincy_Wells: 6.953,
  Washington_Wells: 6.942,
  Merchandise_Mart: 6.094,
  Monroe: 5.93,
  Polk: 3.327,
  Belmont: 4.353,
  temp_f: 29.45,
  humidity: 70.5,
  wind: 8.65,
  weather_rain: 0,
  weather_snow: 0,
  Bulls_Home: 1,
  Blackhawks_Home: 0,
  Bears_Home: 0,
};
const objecting = { key: 'train-dispatch', name: 'Train Operations (example)' };
const keeping = { key: 'station-staffing', name: 'Station Services (example)' };
const objection = 'Our crews are planned from the old holidays.';
/** A moment at which the waiting version answered, before it was marked. */
let whileItServed = '';
const ask = (more: object = {}) =>
  rest('consumer', `/models/${model}/invocations?environment=production`, {
    method: 'POST',
    body: JSON.stringify({ consumer: 'walk', inputs: day, ...more }),
  });

afterAll(endVisits);

describe('the walk of the README', () => {
  it('the reviewer finds the waiting version in the inbox, reads its evidence and endorses it', async () => {
    const reviewer = await visitAs('reviewer', { byForm: true });
    const { page } = reviewer;
    await reviewer.goto('/inbox');
    await reviewer.expectClean();
    await reviewer.act(() =>
      page
        .getByRole('row', { name: /ridership-demand 2\.1\.0-rc\.1/ })
        .getByRole('link', { name: 'Review' })
        .click(),
    );
    // Meanwhile the owner has the version open, in two tabs of one browser, and writes.
    const owner = await visitAs('owner');
    await owner.goto(`/m/${model}/v/${waiting}?tab=discussion`);
    const draft = owner.page.getByLabel('New thread');
    await draft.fill('Not sent yet');
    const beside = await owner.context.newPage();
    const asked: string[] = [];
    beside.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await beside.goto(`/m/${model}/v/${waiting}?tab=sign-offs`);
    await beside.getByRole('heading', { level: 1 }).waitFor();
    await endorse(reviewer, 'reviewer');
    await page.getByText('Reviewed', { exact: true }).first().waitFor();
    for (const tab of [owner.page, beside]) {
      await tab
        .getByRole('status')
        .getByText(/^Reviewer \(example\) endorsed .*, entry [\d,]+$/)
        .waitFor();
      await tab.getByText('Reviewed', { exact: true }).first().waitFor();
    }
    await beside.getByRole('table', { name: 'Sign-offs' }).getByText('Reviewer (example)').first().waitFor();
    expect(await draft.inputValue()).toBe('Not sent yet');
    // One stream for both tabs.
    expect(asked).not.toContain('/api/live');
    await owner.expectClean();
    await owner.leave();
    await reviewer.expectClean();
    // Journey 1: the inbox, the required evidence, the signature.
    expect(reviewer.actions()).toBeLessThanOrEqual(7);
    await reviewer.leave();
  });

  it('the owner asks for approval, the approver signs it on a phone, by a link', async () => {
    const owner = await visitAs('owner');
    await owner.goto(`/m/${model}/v/${waiting}`);
    await owner.page.getByRole('button', { name: 'Ask for approval' }).first().click();
    await owner.page
      .getByRole('dialog')
      .getByLabel(/Comment/)
      .fill('Reviewed; asking for production use.');
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Ask for approval' }).click();
    await owner.page.getByRole('dialog').waitFor({ state: 'detached' });
    await owner.leave();
    // Journey 3: a link that somebody sent is opened by a phone that nobody is signed in on.
    const approver = await visitUnknown({ width: 375, height: 812 });
    await approver.goto(`/m/${model}/v/${waiting}/review`);
    await approver.page.getByLabel('E-mail').fill('approver@example.com');
    await approver.page.getByLabel('Password').fill(examplePassword);
    await approver.act(() => approver.page.getByRole('button', { name: 'Sign in', exact: true }).click());
    // What the owner asked for without changing it: the uses and the goal of the version before.
    await approver.page.getByRole('region', { name: 'Approval is asked for' }).waitFor();
    await approver.expectClean();
    await endorse(approver, 'approver');
    expect(approver.actions()).toBeLessThanOrEqual(4);
    await approver.leave();
    expect((await rest('viewer', `/models/${model}/versions/${waiting}`)).body).toMatchObject({
      version: { stage: 'approved' },
      goal: {
        state: 'fixed',
        thresholds: [{ metric: 'mae', met: true }, { metric: 'bias' }, { metric: 'mae' }],
      },
    });
  });

  it('go-live is asked for and signed, and who uses the version before is told; nothing serves until the operator deploys', async () => {
    const kept = await rest('administrator', '/policies/built-in-moderate/switching', {
      method: 'POST',
      body: JSON.stringify({ number: 1, noticeDays: 0, pinDays: 30, comment: 'Agreed with the consumers.' }),
    });
    expect(kept.status, JSON.stringify(kept.body)).toBe(201);
    for (const consumer of [objecting.key, objecting.key, keeping.key])
      expect((await ask({ consumer })).body).toMatchObject({ version: '2.0.0' });
    const owner = await visitAs('owner');
    await owner.goto(`/m/${model}/v/${waiting}`);
    await owner.page.getByRole('button', { name: 'Ask for go-live' }).first().click();
    await owner.page
      .getByRole('dialog')
      .getByLabel(/Comment/)
      .fill('Consumers are told.');
    await owner.page.getByRole('dialog').getByRole('button', { name: 'Ask for go-live' }).click();
    await owner.page.getByRole('dialog').waitFor({ state: 'detached' });
    await owner.page.getByRole('button', { name: 'Announce the switch' }).click();
    const sheet = owner.page.getByRole('dialog', { name: /^Announce the switch from 2\.0\.0/ });
    await sheet.getByLabel('What consumers should know beside that, if anything').fill('Holidays are new.');
    await owner.expectClean();
    await sheet.getByRole('button', { name: 'Announce the switch' }).click();
    await sheet.waitFor({ state: 'detached' });
    const planned = owner.page.getByRole('region', { name: 'Switch' });
    await planned.getByText(/^from 2\.0\.0 to 2\.1\.0-rc\.1 in production$/).waitFor();
    await planned.getByText(/^3 recent predictions tried, \w+ would have been answered otherwise$/).waitFor();
    await owner.expectClean();
    await owner.leave();
    const approver = await visitAs('approver');
    await approver.goto(`/m/${model}/v/${waiting}/review`);
    await endorse(approver, 'approver');
    await approver.leave();
    expect((await ask()).body).toMatchObject({ version: '2.0.0' });
  });

  it('a consumer without an account objects from the mail, another one keeps the version before from the inbox', async () => {
    // It is told of earlier recalls as well, which nobody could tell it of before it was registered.
    const arrived = async () =>
      (await mailsTo(portal().mails, `${objecting.key}@example.com`)).filter((mail) =>
        mail.includes(`Subject: ${model} changes from `),
      );
    await expect.poll(async () => (await arrived()).length, { timeout: 60_000 }).toBe(1);
    const reader = await visitUnknown({ width: 375, height: 812 });
    await reader.act(async () => reader.goto(/\/notice#[\w-]+/.exec((await arrived())[0]!)![0]));
    await reader.page.getByText(/^2 calls from .* would have moved by more than /).waitFor();
    await reader.expectClean();
    await reader.expectNoOverflow();
    await reader.page.getByLabel('A word about it').fill(objection);
    await reader.act(() => reader.page.getByRole('button', { name: 'We object' }).click());
    await reader.page.getByRole('heading', { name: 'Written down' }).waitFor();
    expect(reader.actions()).toBeLessThanOrEqual(2);
    await reader.leave();

    const consumer = await visitAs('consumer', { dark: true });
    const { page, act } = consumer;
    await consumer.goto('/inbox');
    await act(() =>
      page
        .getByRole('row')
        .filter({ hasText: keeping.name })
        .getByRole('link', { name: `${model} changes to ${waiting}` })
        .click(),
    );
    await page.getByRole('heading', { name: `${model} changes to ${waiting}`, level: 1 }).waitFor();
    await consumer.expectClean();
    await act(() => page.getByRole('button', { name: /^Keep 2\.0\.0 until / }).click());
    await page.getByText('Keeps the version before').first().waitFor();
    expect(consumer.actions()).toBe(2);
    await consumer.leave();
  });

  it('the operator deploys it in at most three clicks, over the objection with a reason', async () => {
    const operator = await visitAs('operator');
    const { page, act } = operator;
    await operator.goto(`/deployments?model=${model}`);
    await operator.expectClean();
    const production = page.getByRole('region', { name: /ridership-demand in production/ });
    await act(() =>
      production
        .getByRole('row', { name: new RegExp(waiting.replaceAll('.', '\\.')) })
        .getByRole('button', { name: 'Deploy' })
        .click(),
    );
    const sheet = page.getByRole('dialog');
    const said = sheet.getByRole('region', { name: 'What consumers say of this switch' });
    await said
      .getByRole('listitem')
      .filter({ hasText: `${objecting.name}: ${objection}` })
      .waitFor();
    await said
      .getByRole('listitem')
      .filter({ hasText: `${keeping.name} until ` })
      .waitFor();
    const deploy = sheet.getByRole('button', { name: 'Deploy' });
    expect(await deploy.getAttribute('aria-disabled')).toBe('true');
    await operator.expectClean();
    await sheet
      .getByLabel('Why it goes live although consumers object')
      .fill('They have read the notes since.');
    await act(() => deploy.click());
    await production
      .getByRole('row', { name: new RegExp(waiting.replaceAll('.', '\\.')) })
      .getByText(/Champion/)
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(operator.actions()).toBeLessThanOrEqual(3);
    await operator.leave();
  });

  it('it answers; compliance reproduces the answer to the bit', async () => {
    const answered = await ask();
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({ version: waiting, answeredBy: 'champion' });
    expect((await ask({ consumer: keeping.key })).body).toMatchObject({
      version: '2.0.0',
      answeredBy: 'pinned',
    });
    const [prediction] = answered.body.predictions as { id: string }[];
    const compliance = await visitAs('compliance');
    // Journey 6: paste the id, look it up, reproduce it.
    await compliance.goto('/');
    await compliance.page.getByLabel('Look up a prediction by its id').fill(prediction!.id);
    await compliance.act(() => compliance.page.getByRole('button', { name: 'Look up' }).click());
    await compliance.act(() => compliance.page.getByRole('button', { name: 'Reproduce' }).click());
    await compliance.page.getByRole('heading', { name: 'Identical' }).first().waitFor();
    expect(compliance.actions()).toBe(2);
    await compliance.expectClean();
    await compliance.leave();
  });

  it('a customer and a day lead to the verdict, and looking the customer up is recorded', async () => {
    const answered = await ask({ subjects: ['customer 4711'] });
    expect(answered.status).toBe(200);
    const compliance = await visitAs('compliance');
    const { page, act } = compliance;
    const today = await page.evaluate(() =>
      new Date().toLocaleDateString('sv', { timeZone: 'Europe/Zurich' }),
    );
    await compliance.goto(`/predictions?by=subject&from=${today}&to=${today}`);
    await page.getByLabel('Subject reference').fill('customer 4711');
    await page.getByLabel('Reason, becomes part of the record').fill('Complaint 88');
    // Journey 6: paste, look up, reproduce.
    await act(() => page.getByRole('button', { name: 'Look up', exact: true }).click());
    const found = page.getByRole('table', { name: 'Predictions' });
    await act(() =>
      found
        .getByRole('button', { name: /^Reproduce/ })
        .filter({ visible: true })
        .click(),
    );
    await found.getByText('Identical').filter({ visible: true }).waitFor();
    expect(compliance.actions()).toBe(2);
    await page.getByText(/Recorded as entry/).waitFor();
    expect(page.url()).not.toContain('4711');
    await compliance.expectClean();
    await compliance.leave();
  });

  it('one recorded prediction of each example version is reproduced', async () => {
    const compliance = await visitAs('compliance');
    const versions = {
      'ridership-demand': ['1.0.0', '1.1.0', '2.0.0', waiting],
      'credit-risk': ['1.0.0', '1.1.0', '2.0.0-rc.1'],
    };
    for (const [key, labels] of Object.entries(versions)) {
      for (const label of labels) {
        await compliance.follow(`/predictions?model=${key}&version=${encodeURIComponent(label)}`);
        await compliance.page.getByRole('table').getByRole('link').first().click();
        // Exactly: the list that is left stays until its successor's code is there, with a button for each row.
        await compliance.page.getByRole('button', { name: /^(Reproduce|Replay again)$/ }).click();
        await compliance.page.getByRole('heading', { name: 'Identical' }).first().waitFor();
      }
    }
    await compliance.leave();
  });

  it('marked “do not use” in two clicks, it stops: the answer is 410 with the reason', async () => {
    whileItServed = new Date().toISOString();
    const operator = await visitAs('operator');
    const { page, act } = operator;
    await operator.goto(`/m/${model}/v/${waiting}`);
    await act(() =>
      page
        .getByRole('button', { name: /Mark .do not use./ })
        .first()
        .click(),
    );
    await page
      .getByRole('dialog')
      .getByLabel(/Reason/)
      .fill('Forecasts of holidays are wrong.');
    await act(() =>
      page
        .getByRole('dialog')
        .getByRole('button', { name: /do not use/i })
        .click(),
    );
    await page.getByRole('heading', { level: 1, name: /^Recall of/ }).waitFor();
    await page.getByRole('region', { name: 'Do not use' }).waitFor();
    expect(operator.actions()).toBe(2);
    await operator.expectClean();
    const refused = await ask();
    expect(refused.status).toBe(410);
    expect(refused.body).toMatchObject({ error: { code: 'BLOCKED_VERSION' } });
    expect(JSON.stringify(refused.body)).toContain('Forecasts of holidays are wrong.');
    // Journey 12: a consumer’s pipeline asks before it uses the model.
    expect(await countersign('consumer', 'check', model, waiting)).toEqual({
      code: 2,
      said: `${model} ${waiting}: do not use. Forecasts of holidays are wrong.\n`,
    });
    // Journey 11: back to the version before.
    await operator.goto(`/deployments?model=${model}`);
    const production = page.getByRole('region', { name: /ridership-demand in production/ });
    await production
      .getByRole('row', { name: /2\.0\.0/ })
      .first()
      .getByRole('button', { name: 'Roll back' })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Roll back/ })
      .click();
    await production
      .getByRole('row', { name: /2\.0\.0/ })
      .first()
      .getByText(/Champion/)
      .filter({ visible: true })
      .first()
      .waitFor();
    expect((await ask()).body).toMatchObject({ version: '2.0.0' });
    expect(await countersign('consumer', 'check', model)).toMatchObject({
      said: expect.stringContaining(`${model} 2.0.0 in production: `),
    });
    await operator.leave();
    expect(portal().url).toContain('localhost');
  });

  it('an entry proves itself in the browser, and the ledger still begins with what was verified before', async () => {
    const compliance = await visitAs('compliance');
    const { page } = compliance;
    await compliance.goto(`/audit?model=${model}&event=version.marked-blocked`);
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('button', { name: 'Verify here' }).click();
    await page.getByText(/^The bytes shown are entry [\d,]+ of [\d,]+ in the checkpoint$/).waitFor();
    await page.getByText('The checkpoint is signed by the key of this ledger').waitFor();
    await page.getByText('This browser kept no earlier checkpoint').waitFor();
    await compliance.expectClean();
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page
      .getByText(/^The ledger still has the [\d,]+ entries that this browser verified before$/)
      .waitFor();
    await compliance.leave();
  });

  it('what answered before the recall, and who had signed for it, is told from the entries', async () => {
    const compliance = await visitAs('compliance');
    const { page } = compliance;
    const inProduction = (label: RegExp) =>
      page
        .getByRole('table', { name: `Deployments of ${model}` })
        .getByRole('row', { name: /^production/ })
        .filter({ hasText: label });
    await compliance.goto(`/audit/as-of?model=${model}&at=${whileItServed}`);
    await inProduction(/2\.1\.0-rc\.1/).waitFor();
    const signed = page.getByRole('table', { name: `Sign-offs of ${waiting}` });
    await signed.getByRole('row', { name: /^Reviewer \(example\)/ }).waitFor();
    await signed.getByText(/^Go-live, production: satisfied, under built-in-moderate 2$/).waitFor();
    await page.getByRole('link', { name: 'Roles held' }).click();
    await page.getByRole('row', { name: /^Reviewer \(example\)/ }).waitFor();
    await compliance.goto(`/audit/as-of?model=${model}`);
    await inProduction(/2\.0\.0/).waitFor();
    await compliance.leave();
  });
});
