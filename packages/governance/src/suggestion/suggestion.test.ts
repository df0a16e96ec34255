import { type SuggestionInput, SuggestionList } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { decide, openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { amendVersion } from '../version/amend-version.ts';
import { readReleaseNotes } from '../version/read-release-notes.ts';
import { readVersion } from '../version/read-version.ts';
import { applySuggestions } from './apply-suggestions.ts';
import { declineSuggestion } from './decline-suggestion.ts';
import { listSuggestions } from './list-suggestions.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

const notes: SuggestionInput = { part: 'release-notes', text: '# Notes\n\nTrained on two years.\n' };

async function asked(label: string, ...suggestions: SuggestionInput[]) {
  const other = await scene.another(label);
  const reviewer = await other.signer(`Reviewer of ${label}`, 'reviewer');
  const requestId = await other.request('review');
  const sign = await prepared(reviewer, requestId, 'request-changes');
  await signOff(reviewer, { ...sign, suggestions });
  const list = await listSuggestions(other.developer, other.address);
  return { other, reviewer, requestId, list, ids: list.items.map(({ id }) => id) };
}

describe('a suggestion', () => {
  it('of release notes comes with the request for changes and is applied as one amendment', async () => {
    const { other, reviewer, list, ids } = await asked('notes', notes);
    expect(SuggestionList.parse(list)).toEqual(list);
    expect(list).toMatchObject({
      revision: 1,
      reasons: [],
      items: [{ what: 'Release notes', before: '# Notes\n', after: notes.text, state: 'open' }],
    });
    const applied = await applySuggestions(other.developer, { suggestionIds: ids, expectedRevision: 1 });
    expect(applied).toMatchObject({ revision: 2, stage: 'registered' });
    expect((await readReleaseNotes(reviewer, other.address)).markdown).toBe(notes.text);
    expect((await listSuggestions(reviewer, other.address)).items).toMatchObject([
      { state: 'applied', appliedRevision: 2, answeredBy: { name: 'Developer' } },
    ]);
    // The new revision answers the request for changes; its reviewer is asked again.
    expect(
      (await listInbox(reviewer, {})).items.find(({ version }) => version.label === 'notes'),
    ).toMatchObject({ kind: 'sign' });
    const events = await other.house.pool.query<{ event: string }>(
      'SELECT event FROM ledger_entry WHERE version_id = $1 ORDER BY id DESC LIMIT 3',
      [other.versionId],
    );
    expect(events.rows.map(({ event }) => event)).toContain('version.suggestion-applied');
    expect(await codeOf(applySuggestions(other.developer, { suggestionIds: ids, expectedRevision: 2 }))).toBe(
      'CONFLICT',
    );
  });

  it('of claimed values is substance: it makes whoever applies it an author', async () => {
    const { other, ids } = await asked(
      'values',
      { part: 'metric', name: 'roc_auc', split: 'validation', value: 0.81 },
      { part: 'dataset', name: 'rows', field: 'uri', value: 'https://example.com/other.csv' },
    );
    await applySuggestions(other.owner, { suggestionIds: ids, expectedRevision: 1 });
    const page = await readVersion(other.owner, other.address);
    expect(page.metrics).toMatchObject([{ name: 'roc_auc', value: 0.81 }]);
    expect(page.datasets).toMatchObject([{ name: 'rows', uri: 'https://example.com/other.csv' }]);
    expect(page.authors.map(({ email }) => email)).toContain('owner@example.com');
  });

  it('is refused once the version moved on, and says when what it replaces is gone', async () => {
    const { other, ids } = await asked('stale', notes, { part: 'description', text: 'a better one' });
    await amendVersion(other.developer, { ...other.address, expectedRevision: 1, releaseNotes: 'Mine.' });
    const [notesId, descriptionId] = (await listSuggestions(other.developer, other.address)).items
      .toSorted((a, b) => b.part.localeCompare(a.part))
      .map(({ id }) => id);
    expect(await codeOf(applySuggestions(other.developer, { suggestionIds: ids, expectedRevision: 1 }))).toBe(
      'STALE',
    );
    expect(
      await codeOf(applySuggestions(other.developer, { suggestionIds: [notesId!], expectedRevision: 2 })),
    ).toBe('STALE');
    expect(
      (await listSuggestions(other.developer, other.address)).items.map(({ state }) => state).sort(),
    ).toEqual(['open', 'outdated']);
    expect(
      await applySuggestions(other.developer, { suggestionIds: [descriptionId!], expectedRevision: 2 }),
    ).toMatchObject({ revision: 3 });
  });

  it('is applied or declined by whoever may amend, never by its reviewer', async () => {
    const { other, reviewer, ids } = await asked('declined', notes);
    expect((await listSuggestions(reviewer, other.address)).reasons).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await codeOf(applySuggestions(reviewer, { suggestionIds: ids, expectedRevision: 1 }))).toBe(
      'FORBIDDEN',
    );
    const [suggestionId] = ids;
    expect(await codeOf(declineSuggestion(other.owner, { suggestionId: suggestionId!, comment: ' ' }))).toBe(
      'COMMENT_MISSING',
    );
    await declineSuggestion(other.owner, { suggestionId: suggestionId!, comment: 'It is three years.' });
    expect((await listSuggestions(reviewer, other.address)).items).toMatchObject([
      { state: 'declined', comment: 'It is three years.' },
    ]);
  });

  it('comes with a request for changes alone, replaces what is there, and changes something', async () => {
    const other = await scene.another('wrong');
    const reviewer = await other.signer('Wrong reviewer', 'reviewer');
    const requestId = await other.request('review');
    const code = async (decision: 'endorse' | 'request-changes', ...suggestions: SuggestionInput[]) => {
      const sign = await prepared(reviewer, requestId, decision);
      return codeOf(signOff(reviewer, { ...sign, suggestions }));
    };
    expect(await code('endorse', notes)).toBe('BAD_INPUT');
    expect(await code('request-changes', notes, { ...notes, text: 'other' })).toBe('BAD_INPUT');
    expect(await code('request-changes', { part: 'release-notes', text: '# Notes\n' })).toBe('BAD_INPUT');
    expect(await code('request-changes', { part: 'metric', name: 'f1', split: 'test', value: 1 })).toBe(
      'BAD_INPUT',
    );
    expect(
      await code('request-changes', { part: 'dataset', name: 'rows', field: 'digest', value: 'no digest' }),
    ).toBe('BAD_INPUT');
    expect(await decide(reviewer, requestId, 'request-changes')).toMatchObject({ satisfied: false });
  });
});
