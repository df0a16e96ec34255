import { describe, expect, it } from 'vitest';
import { insertSentence } from './insert-sentence.ts';

describe('a drafted sentence', () => {
  it('goes to the end of its section, beside what the author wrote', () => {
    const notes = '# 2.0.0\n\n## What\n\nA forest.\n\n### Data\n\nTo 2014.\n\n## Migration\n\n1. Rename.\n';
    expect(insertSentence(notes, 'what', 'Seed is 8.')).toBe(
      '# 2.0.0\n\n## What\n\nA forest.\n\n### Data\n\nTo 2014.\n\n- Seed is 8.\n\n## Migration\n\n1. Rename.\n',
    );
    expect(insertSentence(notes, 'migration', 'Add it.')).toMatch(/1\. Rename\.\n- Add it\.\n$/);
  });

  it('begins the section before the next one that the notes have, or at the end', () => {
    expect(insertSentence('## What\n\nx\n\n## Migration\n\ny\n', 'impact', 'All same.')).toBe(
      '## What\n\nx\n\n## Impact\n\n- All same.\n\n## Migration\n\ny\n',
    );
    expect(insertSentence('', 'what', 'New.')).toBe('## What\n\n- New.\n');
    expect(insertSentence('---\n# no: heading\n---\nRetrained.', 'what', 'New.')).toBe(
      '---\n# no: heading\n---\nRetrained.\n\n## What\n\n- New.\n',
    );
  });

  it('stands right under a heading that is alone', () => {
    expect(insertSentence('## Impact\n## Why', 'impact', 'None.')).toBe('## Impact\n\n- None.\n## Why\n');
  });
});
