import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyExample, registerFolder } from './register-example.ts';
import { endVisits, examplePassword, rest, visitAs } from './visitor.ts';

const model = 'credit-risk';
const version = '1.1.1';
const page = `/m/${model}/v/${version}`;
const incident = 'INC-4711';

let folder: string;
beforeAll(async () => {
  folder = await copyExample(version, { model, version: '1.1.0' });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

describe('a forward fix that cannot wait', () => {
  it('is asked for with an incident, and taken back while nobody has signed', async () => {
    expect(await registerFolder(folder)).toMatchObject({ code: 0 });
    const operator = await visitAs('operator');
    const desk = operator.page;
    const sheet = desk.getByRole('dialog');
    const ask = async (number: string) => {
      await desk.getByRole('button', { name: 'Deploy on the expedited road' }).first().click();
      await sheet.getByLabel('Incident number').fill(number);
      await sheet.getByLabel('Comment for the signer').fill('The champion refuses everybody; this mends it.');
      await sheet.getByLabel('Environment').selectOption('production');
      await operator.expectClean();
      await sheet.getByRole('button', { name: 'Ask for the signature' }).click();
      await sheet.waitFor({ state: 'detached' });
    };
    await operator.goto(page);
    await ask('INC-1');
    await desk.getByRole('button', { name: 'Expedited road, waits for its signature' }).first().click();
    await sheet.getByRole('button', { name: 'Withdraw the request' }).click();
    await sheet.getByLabel('Comment, becomes part of the record').fill('Another incident it is.');
    await sheet.getByRole('button', { name: 'Withdraw the request' }).click();
    await sheet.waitFor({ state: 'detached' });
    await ask(incident);
    await operator.leave();
  });

  it('is signed by somebody who did not make it', async () => {
    const reviewer = await visitAs('reviewer');
    await reviewer.goto('/inbox');
    await reviewer.page
      .getByRole('row', { name: new RegExp(`${model} 1\\.1\\.1`) })
      .getByRole('link')
      .first()
      .click();
    const panel = reviewer.page.getByRole('complementary', { name: 'Sign-off on the expedited road' });
    await reviewer.page.getByRole('heading', { name: `Expedited go-live, incident ${incident}` }).waitFor();
    await panel.getByLabel('Comment, becomes part of the record').fill('Read; it cannot wait.');
    await panel.getByLabel(/^Password of /).fill(examplePassword);
    await reviewer.expectClean();
    await panel.getByRole('button', { name: 'Sign as reviewer' }).click();
    await reviewer.page.getByText('You endorsed').waitFor();
    await reviewer.leave();
    const { body } = await rest('viewer', `/models/${model}/versions/${version}`);
    expect(body).toMatchObject({
      version: { stage: 'registered' },
      expedited: { state: 'signed', incident },
    });
  });

  it('is deployed at once, and marked wherever it is shown', async () => {
    const operator = await visitAs('operator');
    const desk = operator.page;
    await operator.goto(page);
    const deploy = 'Deploy now, for at most 72 hours';
    await operator.act(() => desk.getByRole('button', { name: deploy }).first().click());
    await operator.act(() => desk.getByRole('dialog').getByRole('button', { name: deploy }).click());
    await desk.getByRole('dialog').waitFor({ state: 'detached' });
    expect(operator.actions()).toBe(2);
    const mark = desk.getByText(/^Expedited, until/).filter({ visible: true });
    for (const path of [page, `${page}?tab=deployments`, `/deployments?model=${model}`, '/']) {
      await operator.goto(path);
      await mark.first().waitFor();
      await operator.expectClean();
    }
    await operator.goto(`${page}?tab=sign-offs`);
    await desk.getByText(`Expedited go-live, incident ${incident}`).first().waitFor();
    await operator.goto('/audit?event=version.deployed-expedited');
    await desk
      .getByText(`deployed ${model} ${version} in production on the expedited road, incident ${incident}`)
      .filter({ visible: true })
      .first()
      .waitFor();
    await operator.leave();
    const board = await rest('viewer', `/models/${model}/deployments`);
    expect(JSON.stringify(board.body)).toContain('"ground":"expedited"');
  });

  it('gives way to the champion before it', async () => {
    const back = await rest('operator', `/models/${model}/deployments/rollback`, {
      method: 'POST',
      body: JSON.stringify({ version: '1.1.0', environment: 'production', comment: 'The incident is over.' }),
    });
    expect(back.status).toBe(200);
    const { body } = await rest('viewer', `/models/${model}/versions/${version}`);
    expect(body).toMatchObject({
      version: { stage: 'registered' },
      expedited: { state: 'used', servesUntil: null },
    });
  });
});
