import { describe, expect, it } from 'vitest';
import { refuseWeakPassword, whyWeak } from './weak-password.ts';

const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@example.org' };

describe('a password', () => {
  it.each([
    ['too short', 'q8#Vt2!pZ', 'at least 12'],
    ['one key again and again', 'aaaaaaaaaaaaaaa', 'repeats'],
    ['a piece again and again', 'xy7xy7xy7xy7xy7', 'repeats'],
    ['known to everybody', 'correct horse battery staple', 'lists'],
    ['known, with marks', '1qaz-2wsx-3edc', 'lists'],
    ['a common word and a year', 'Password2026!', 'common words'],
    ['a common word in disguise', 'P@$$w0rd!2026#', 'common words'],
    ['a season and a number', 'Winter-2026-Winter', 'common words'],
    ['rows of keys', 'qwertyuiop!1234', 'lists|common words'],
    ['the alphabet', 'abcdefghijklmnop', 'common words'],
    ['one’s own name', 'AdaLovelace2026', 'own name'],
    ['one’s own address', 'ada.lovelace@example.org', 'own name'],
  ])('that is %s is refused with its reason', (_what, password, reason) => {
    expect(whyWeak(password, ada)).toMatch(new RegExp(reason));
  });

  it.each([
    ['several words', 'copper lantern on the seventh stair'],
    ['what a manager makes', 'V7#qz!rLm2$kTx9p'],
    ['digits that are in no order', '8271 3389 4410 9962'],
    ['words of another alphabet', 'синий фонарь у лестницы'],
    ['a common word among others', 'my password likes grey weather'],
    ['one’s name among other words', 'ada walks past the old brickworks'],
  ])('of %s is taken', (_what, password) => {
    expect(whyWeak(password, ada)).toBeNull();
  });

  it('is refused as input that names its field', () => {
    expect(() => refuseWeakPassword('short', ada)).toThrowError(
      expect.objectContaining({ code: 'BAD_INPUT', detail: { field: 'password' } }),
    );
  });

  it('is judged, however long and hostile', () => {
    for (const hostile of ['aaaaaab'.repeat(142), 'ab'.repeat(500), '('.repeat(1_000), 'qwer'.repeat(250)])
      expect(() => whyWeak(hostile, { name: 'a'.repeat(200), email: 'x@y' })).not.toThrow();
  });
});
