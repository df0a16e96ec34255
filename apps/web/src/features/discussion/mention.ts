import type { PersonRef } from '@countersign/contracts';

/** The name that is being typed after an @ before the caret; null where none is. */
export function typedMention(text: string, caret: number): string | null {
  const [, typed] =
    /(?:^|\s)@([\p{L}\p{M}.'-]{0,40}(?: [\p{L}\p{M}.'-]{1,40})?)$/u.exec(text.slice(0, caret)) ?? [];
  return typed ?? null;
}

/** The text with the name that was being typed replaced, and where the caret stands then. */
export function withMention(text: string, caret: number, name: string): { text: string; caret: number } {
  const typed = typedMention(text, caret) ?? '';
  const before = `${text.slice(0, caret - typed.length)}${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** Those of the chosen people who are still named in the text. */
export const mentionedIn = (text: string, chosen: readonly PersonRef[]): string[] => [
  ...new Set(chosen.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id)),
];
