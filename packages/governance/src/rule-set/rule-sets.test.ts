import { describe, expect, it } from 'vitest';
import { ruleSets } from './rule-sets.ts';

describe.each(ruleSets)('the mapping of $key', ({ rules, issued, mapped, note }) => {
  it('is dated, and names each rule once', () => {
    expect(issued).toMatch(/^\d{4}(-\d\d(-\d\d)?)?$/);
    expect(mapped).toMatch(/^\d{4}-\d\d-\d\d$/);
    const refs = rules.map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('shows a rule without records as a gap, and claims compliance nowhere', () => {
    for (const { parts, gap } of rules) if (parts.length === 0) expect(gap).not.toBeNull();
    const words = [note, ...rules.flatMap(({ about, gap }) => [about, gap ?? ''])].join(' ');
    expect(words).not.toMatch(/complian|conforms|fulfil|satisf(?:y|ies)|certified/i);
  });
});

it('says of the AI Act that tamper evidence is ours and not asked by Article 12', () => {
  expect(ruleSets.find(({ key }) => key === 'eu-ai-act')!.note).toContain('Article 12 does not ask for it');
});
