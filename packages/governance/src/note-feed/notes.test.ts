import { NotesDraft, NotesFeedItem, noteSections, pageOf } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { draftNotes } from '../note-draft/draft-notes.ts';
import { amendVersion } from '../version/amend-version.ts';
import { atomFeed } from './atom-feed.ts';
import { listNotes } from './list-notes.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
  await scene.another(
    '2.2.0',
    {},
    {
      parameters: { seed: 8, 'de`pth': 4 },
      buildEnvironment: { python: '3.12' },
      releaseNotes: '## Why\n\nR&D <asked> for ]]> "it"\u0001.\n\n## Thanks\n\nTo all.',
      description: 'deeper & wider',
    },
  );
});
afterAll(() => scene.house.close());

describe('a draft of release notes', () => {
  it('says what differs from the version before, each sentence from one fact, and invents nothing', async () => {
    const draft = await draftNotes(scene.developer, { model: scene.model, version: '2.2.0' });
    expect(NotesDraft.parse(draft)).toEqual(draft);
    expect(draft).toMatchObject({ against: scene.version, left: [] });
    expect(draft.sentences.map(({ section, text, basis }) => [section, text, basis])).toEqual([
      ['what', `Parameter \`seed\` is \`8\`, it was \`7\` in ${scene.version}.`, 'claimed'],
      ['what', `Parameter \`\`de\`pth\`\` is new since ${scene.version}: \`4\`.`, 'claimed'],
      ['what', `Build environment \`python\` is \`3.12\`, it was \`3.11\` in ${scene.version}.`, 'claimed'],
      [
        'impact',
        expect.stringMatching(/^The answers to the \d+ golden rows in common with .+ are the same\.$/),
        'checked',
      ],
      ['migration', `Inputs and outputs are those of ${scene.version}.`, 'checked'],
    ]);
    expect(noteSections(draft.markdown).map(({ state }) => state)).toEqual([
      'written',
      'empty',
      'written',
      'empty',
      'written',
    ]);
  });

  it('is empty for the first version, and made for those alone who may read both', async () => {
    expect(await draftNotes(scene.developer, scene.address)).toMatchObject({ against: null, sentences: [] });
    expect(await codeOf(draftNotes(scene.developer, { ...scene.address, against: 'none' }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(draftNotes(await scene.signer('No role'), scene.address))).toBe('FORBIDDEN');
  });
});

describe('the feed of a model', () => {
  it('has the notes by section, the newest version first, page by page', async () => {
    const first = await listNotes(scene.developer, { model: scene.model, limit: 1 });
    expect(pageOf(NotesFeedItem).parse(first)).toEqual(first);
    expect(first.items[0]).toMatchObject({ version: '2.2.0', before: scene.version, cut: false, errata: 0 });
    expect(first.items[0]!.sections.find(({ name }) => name === 'impact')!.state).toBe('missing');
    const rest = await listNotes(scene.developer, { model: scene.model, limit: 1, after: first.next! });
    expect(rest).toMatchObject({ items: [{ version: scene.version, before: null }], next: null });
  });

  it('is an Atom feed whose ids stay while its texts change, with everything written so that it is text', async () => {
    const read = () => atomFeed(scene.developer, { model: scene.model, limit: 1 });
    const before = await read();
    expect(before).toContain('R&amp;D &lt;asked&gt; for ]]&gt; &quot;it&quot;\ufffd.');
    expect(before).toContain('Impact: not stated.');
    expect(before).toMatch(/<link rel="next" type="application\/atom\+xml" href="[^"<]+limit=1&amp;after=/);
    expect(before).not.toContain('\u0001');
    const stamp = (feed: string) => /<updated>(.+)<\/updated>/.exec(feed)![1]!;
    await scene.house.pool.query('SELECT pg_sleep(0.002)');
    await amendVersion(scene.developer, {
      model: scene.model,
      version: '2.2.0',
      expectedRevision: 1,
      description: 'deeper alone',
    });
    const after = await read();
    const ids = (feed: string) => feed.match(/<id>urn:uuid:[0-9a-f-]{36}<\/id>/g);
    expect(ids(after)).toEqual(ids(before));
    expect(ids(after)).toHaveLength(2);
    expect(stamp(after) > stamp(before)).toBe(true);
    expect(await codeOf(atomFeed(await scene.signer('Nobody'), { model: scene.model }))).toBe('FORBIDDEN');
  });
});
