import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endorseByKeyboard } from './keyboard.ts';
import { copyExample, registerFolder } from './register-example.ts';
import { endVisits, rest, visitAs } from './visitor.ts';

const model = 'ridership-demand';
const version = '2.2.0';
const page = `/m/${model}/v/${version}`;

let folder: string;
const register = () => registerFolder(folder);

beforeAll(async () => {
  folder = await copyExample(version);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endVisits();
});

describe('a version from a pipeline', () => {
  it('is registered by one command, again without effect, and never overwritten', async () => {
    expect(await register()).toMatchObject({ code: 0 });
    const again = await register();
    expect(again.code).toBe(0);
    const notes = path.join(folder, 'params.json');
    const kept = await readFile(notes, 'utf8');
    await writeFile(notes, kept.replace('"seed": 20210428', '"seed": 1'));
    const other = await register();
    expect(other.code).toBe(1);
    expect(other.said).toContain('CONFLICT');
    await writeFile(notes, kept);
  });

  it('cannot be approved by who made it, whatever role they hold: the page says why', async () => {
    const administrator = await visitAs('administrator');
    const change = async (act: 'grantRole' | 'revokeRole') => {
      const people = await administrator.call<{ items: { id: string; email: string }[] }>(
        'person.list',
        'query',
        {},
      );
      const developer = people.items.find(({ email }) => email === 'developer@example.com');
      await administrator.call(`person.${act}`, 'mutation', { personId: developer?.id, role: 'reviewer' });
    };
    await change('grantRole');
    try {
      const developer = await visitAs('developer');
      await developer.goto(`${page}/review`);
      const sign = developer.page.getByRole('button', { name: 'Sign as reviewer' });
      await developer.page
        .getByText('You made a part of this version; nobody signs what they made.')
        .first()
        .waitFor();
      expect(await sign.getAttribute('aria-disabled')).toBe('true');
      await developer.expectClean();
      await developer.leave();
    } finally {
      await change('revokeRole');
      await administrator.leave();
    }
    const kept = await rest('developer', `/models/${model}/versions/${version}`);
    expect(kept.body).toMatchObject({ version: { stage: 'registered' } });
  });

  it('loses its signatures where the developer amends it', async () => {
    await expect
      .poll(async () => (await rest('developer', `/models/${model}/versions/${version}/evidence`)).body, {
        timeout: 30_000,
      })
      .toMatchObject({ items: [{ result: 'pass' }, { result: 'pass' }] });
    const reviewer = await visitAs('reviewer');
    await reviewer.goto('/');
    await endorseByKeyboard(reviewer, `${model} ${version}`);
    await reviewer.leave();
    const developer = await visitAs('developer');
    await developer.goto(`${page}?tab=release-notes`);
    await developer.page.getByRole('button', { name: 'Amend the release notes' }).click();
    const notes = developer.page.getByLabel('Release notes, Markdown');
    await notes.fill(`${await notes.inputValue()}\nOne more known issue: holidays that move.\n`);
    await developer.page.getByRole('button', { name: 'Publish revision 2' }).click();
    await developer.page.getByText('revision 2').first().waitFor();
    await developer.expectClean();
    await developer.leave();
    const after = await rest('developer', `/models/${model}/versions/${version}`);
    expect(after.body).toMatchObject({ version: { stage: 'registered', revision: 2 } });
    const again = await visitAs('reviewer', { dark: true });
    await again.goto(`${page}?tab=sign-offs`);
    await again.page
      .getByText(/Owed|Re-endorse/i)
      .first()
      .waitFor();
    await again.expectClean();
    await again.leave();
  });

  it('loses them for ever where its metrics are amended, and the page names whose before', async () => {
    const developer = await visitAs('developer');
    const editor = developer.page;
    await developer.goto(page);
    await editor.getByRole('link', { name: 'Amend metrics and data' }).click();
    const ends = editor.getByRole('region', { name: 'What it ends' });
    await ends.getByText('One endorsement becomes void for ever').waitFor();
    await ends.getByText('Reviewer (example), review gate').waitFor();
    await editor.getByRole('group', { name: 'Metric 1', exact: true }).getByLabel('Value').fill('0.5256');
    await editor
      .getByRole('region', { name: 'Difference' })
      .getByText(/mae on train: 0\.5256/)
      .waitFor();
    await developer.expectClean();
    const publish = editor.getByRole('button', { name: 'Publish revision 3 of the substance' });
    await publish.click();
    await publish.waitFor({ state: 'detached' });
    await developer.leave();
    const { body } = await rest('developer', `/models/${model}/versions/${version}/sign-offs`);
    expect(body).toMatchObject({ items: [{ state: 'void', stateReason: 'substance-amended' }] });
  });
});
