import { describe, expect, it } from 'vitest';
import { compareNoteSections, noteSections } from './note-section.ts';

const stated = (markdown: string) =>
  noteSections(markdown).map(({ name, title, state, markdown: text }) => [name ?? title, state, text]);

describe('the sections of release notes', () => {
  it('are known by their headings, whatever the level, and said to be missing where they are', () => {
    expect(
      stated(
        '---\nclaims:\n  - {a: 1}\n---\n# demand 2.0.0\n\n## What changed\n\nA forest.\n### Data\nTo 2014.\n\n## Known issues:\n\n## Thanks\nEverybody.\n',
      ),
    ).toEqual([
      ['what', 'written', 'A forest.\n### Data\nTo 2014.'],
      ['why', 'missing', ''],
      ['impact', 'missing', ''],
      ['known-issues', 'empty', ''],
      ['migration', 'missing', ''],
      ['Thanks', 'written', 'Everybody.'],
    ]);
  });

  it('may stand in the front matter; notes without headings stay what they were', () => {
    expect(
      stated('---\nwhy: "the feed ends"\nimpact: {not: prose}\n---\nRetrained.').filter(
        ([, state]) => state === 'written',
      ),
    ).toEqual([
      ['why', 'written', 'the feed ends'],
      ['', 'written', 'Retrained.'],
    ]);
  });

  it('are not found within code, and a heading twice is one section', () => {
    const found = stated('## Why\na\n```\n## Impact\n```\n## Motivation\nb');
    expect(found[1]).toEqual(['why', 'written', 'a\n```\n## Impact\n```\n\nb']);
    expect(found[2]).toEqual(['impact', 'missing', '']);
  });

  it('are read in time that grows with the text alone', () => {
    expect(
      noteSections(`${'# '.repeat(50_000)}\n${'`'.repeat(50_000)}\n${'---\n'.repeat(20_000)}`),
    ).toHaveLength(6);
  });

  it('of two texts are held against each other by name, then by heading', () => {
    expect(
      compareNoteSections('## What\nold\n## Own\nx', '## Why\nnew\n# What is new?\nold\n').map(
        ({ name, title, before, after, same }) => [name ?? title, before, after, same],
      ),
    ).toEqual([
      ['what', 'old', 'old', true],
      ['why', null, 'new', false],
      ['impact', null, null, true],
      ['known-issues', null, null, true],
      ['migration', null, null, true],
      ['Own', 'x', null, false],
    ]);
  });
});
