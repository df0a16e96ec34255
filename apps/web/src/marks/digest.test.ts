import { describe, expect, it } from 'vitest';
import { inFours, shortDigest } from './digest.tsx';

const digest = '71fed3b2c7571a4a707333ac4f6cd871de2f1979f2db20556c50100fecd42984';

describe('digests', () => {
  it('are shown in fours where they are signed, and lose nothing', () => {
    expect(inFours(digest).split(' ')).toHaveLength(16);
    expect(inFours(digest).replaceAll(' ', '')).toBe(digest);
  });

  it('are shortened to both ends elsewhere', () => {
    expect(shortDigest(digest)).toBe('71fed3b2…d42984');
    expect(shortDigest('abc123')).toBe('abc123');
  });
});
