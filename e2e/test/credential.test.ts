import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyExample, registerFolder } from './register-example.ts';
import { endorse } from './signing.ts';
import { endVisits, examplePassword, type Visitor, visitAs } from './visitor.ts';

const version = '2.3.0';
const page = `/m/ridership-demand/v/${version}`;
let folder: string;
let reviewer: Visitor;

beforeAll(async () => {
  folder = await copyExample(version);
  expect(await registerFolder(folder)).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

/** An authenticator in software, which its holder unlocks at once. */
async function unlockAtOnce({ context, page: at }: Visitor): Promise<void> {
  const devtools = await context.newCDPSession(at);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** The code of an authenticator app (RFC 6238), computed as an app would from the secret that it was shown. */
function codeOf(secret: string, at = Date.now()): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const from = mac.at(-1)! & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('a passkey', () => {
  it('is added in the settings, and signs its holder in without a password', async () => {
    reviewer = await visitAs('second-reviewer');
    await unlockAtOnce(reviewer);
    const { page: at } = reviewer;
    await reviewer.goto('/settings');
    await at.getByRole('button', { name: 'Add a passkey' }).click();
    await at.getByLabel(/^Name, for you/).fill('Laptop');
    await at.getByLabel(/^Password of /).fill(examplePassword);
    await at.getByRole('button', { name: 'Add it' }).click();
    await at.getByRole('button', { name: 'Remove Laptop' }).waitFor();
    await reviewer.expectClean();
    await at
      .getByRole('button', { name: /Second/ })
      .first()
      .click();
    await at.getByRole('button', { name: 'Sign out' }).click();
    await at.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await at.getByLabel('Password').waitFor({ state: 'detached' });
  });

  it('signs a sign-off: the record’s own digest, and the page says so', async () => {
    await reviewer.goto(`${page}/review`);
    await endorse(reviewer, 'reviewer', 'passkey');
    await reviewer.goto(`${page}?tab=sign-offs`);
    await reviewer.page
      .getByText(/passkey/)
      .first()
      .waitFor();
    await reviewer.expectClean();
  });
});

describe('codes of an authenticator app', () => {
  it('are turned on with a picture or the secret, then asked for at the door', async () => {
    const { page: at } = reviewer;
    await reviewer.goto('/settings');
    await at.getByRole('button', { name: 'Turn codes on' }).click();
    await at.getByLabel(/^Password of /).fill(examplePassword);
    await at.getByRole('button', { name: 'Go on' }).click();
    await at.getByRole('img', { name: /^The secret, as a picture/ }).waitFor();
    await reviewer.expectClean();
    const secret = (await at.locator('dialog code').textContent())!.replaceAll(' ', '');
    await at.getByLabel('Code that the app shows now').fill(codeOf(secret));
    await at.getByRole('button', { name: 'Turn codes on' }).last().click();
    await at.getByText('Codes are on.').waitFor();
    expect(await at.locator('dialog li').count()).toBe(10);
    const recovery = (await at.locator('dialog li').allTextContents()) as [string, string];
    await at.getByRole('button', { name: 'I have kept them' }).click();

    const door = await reviewer.context.browser()!.newContext({ baseURL: new URL(at.url()).origin });
    const elsewhere = await door.newPage();
    await elsewhere.goto('/sign-in');
    await elsewhere.getByLabel('E-mail').fill('second-reviewer@example.com');
    await elsewhere.getByLabel('Password').fill(examplePassword);
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    const code = elsewhere.getByLabel(/^Code of your authenticator app/);
    await code.fill('000000');
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.getByText('The code is wrong, or was used already.').waitFor();
    await code.fill(recovery[0]);
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.getByLabel('Password').waitFor({ state: 'detached' });
    await door.close();

    await at.getByRole('button', { name: 'Turn codes off' }).click();
    await at.getByLabel(/^Password of /).fill(examplePassword);
    await at.getByLabel(/^Code of your authenticator app/).fill(recovery[1]);
    await at.getByRole('dialog').getByRole('button', { name: 'Turn codes off' }).click();
    await at.getByRole('button', { name: 'Turn codes on' }).waitFor();
    await at.getByRole('button', { name: 'Remove Laptop' }).click();
    await at.getByText('No passkey yet.').waitFor();
  });
});
