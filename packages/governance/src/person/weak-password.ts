import { Refusal } from '@countersign/contracts';
import { commonWords, widelyKnown } from './common-passwords.ts';

const shortest = 12;
/** What has to remain of a password without the parts that anybody would try. */
const leastBesideName = 8;
const leastBesideWords = 5;
const leastDifferent = 5;

const runs = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
  '1q2w3e4r5t6y7u8i9o0p',
];
const shortestRun = 4;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** `P@ssw0rd` is read as people mean it. */
const unmasked = (text: string): string =>
  text
    .replaceAll(/[@4]/g, 'a')
    .replaceAll('0', 'o')
    .replaceAll(/[$5]/g, 's')
    .replaceAll('3', 'e')
    .replaceAll(/[1!|]/g, 'i')
    .replaceAll('7', 't');

const without = (text: string, parts: readonly string[]): string =>
  [...parts].sort((a, b) => b.length - a.length).reduce((rest, part) => rest.replaceAll(part, ''), text);

const lettersAndDigits = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Without pieces of the alphabet, of digits in order and of keyboard rows, forwards or backwards. */
function withoutRuns(text: string): string {
  let rest = text;
  for (const run of runs.flatMap((row) => [row, [...row].reverse().join('')])) {
    for (let length = run.length; length >= shortestRun; length -= 1) {
      for (let from = 0; from + length <= run.length; from += 1) {
        rest = rest.replaceAll(run.slice(from, from + length), '');
      }
    }
  }
  return rest;
}

/** Name and address in the pieces that people use; pieces of two letters occur in every word. */
const piecesOf = ({ name, email }: { readonly name: string; readonly email: string }): string[] =>
  plain(`${name} ${email}`)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((piece) => piece.length > 2);

/**
 * Why a password would be guessed, as a sentence; null where nothing is known against it. Judged here alone: nothing is
 * asked of a service elsewhere, which would learn of the password's digest.
 */
export function whyWeak(
  password: string,
  person: { readonly name: string; readonly email: string },
): string | null {
  if ([...password].length < shortest) return `A password has at least ${shortest} characters.`;
  const text = plain(password);
  if (new Set(text).size < leastDifferent || /^(.{1,6})\1+.{0,3}$/u.test(text))
    return 'The password repeats itself. Take several words that do not belong together.';
  const dense = lettersAndDigits(text);
  if (widelyKnown.has(dense) || widelyKnown.has(unmasked(dense)))
    return 'This password is on the lists that attackers try first. Take another one.';
  if (lettersAndDigits(without(text, piecesOf(person))).length < leastBesideName)
    return 'The password is little more than your own name or address. Take words that have nothing to do with you.';
  const rest = without(unmasked(withoutRuns(without(text, commonWords))), commonWords);
  if (
    rest.replaceAll(/[^\p{L}]/gu, '').length < leastBesideWords &&
    withoutRuns(dense).replaceAll(/\D/g, '').length < shortest
  )
    return 'The password is made of what is tried first: common words, rows of keys, a year. Take several words that do not belong together.';
  return null;
}

/** @throws Refusal BAD_INPUT with the reason */
export function refuseWeakPassword(
  password: string,
  person: { readonly name: string; readonly email: string },
): void {
  const reason = whyWeak(password, person);
  if (reason !== null) throw new Refusal('BAD_INPUT', reason, { field: 'password' });
}
