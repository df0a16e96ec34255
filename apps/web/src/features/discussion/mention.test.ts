import { describe, expect, it } from 'vitest';
import { mentionedIn, typedMention, withMention } from './mention.ts';

describe('a mention', () => {
  it('is a name typed after an @ that begins a word', () => {
    expect(typedMention('ask @', 5)).toBe('');
    expect(typedMention('ask @ad', 7)).toBe('ad');
    expect(typedMention('ask @Ada Lo', 11)).toBe('Ada Lo');
    expect(typedMention('write to ada@example', 20)).toBeNull();
    expect(typedMention('ask @ad then more words', 23)).toBeNull();
  });

  it('is completed where the caret stands', () => {
    expect(withMention('ask @ad about it', 7, 'Ada Lovelace')).toEqual({
      text: 'ask @Ada Lovelace about it',
      caret: 18,
    });
  });

  it('counts while the name is in the text', () => {
    const ada = { id: 'a', name: 'Ada Lovelace' };
    expect(mentionedIn('@Ada Lovelace please', [ada, ada])).toEqual(['a']);
    expect(mentionedIn('Ada Lovelace', [ada])).toEqual([]);
  });
});
