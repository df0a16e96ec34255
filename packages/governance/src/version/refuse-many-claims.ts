import { limits, Refusal } from '@countersign/contracts';
import { parseFrontMatter } from './front-matter.ts';

/** Claims are judged at every look at the notes, and read by people: so many and no more. @throws Refusal TOO_LARGE */
export function refuseManyClaims(releaseNotes: string): void {
  const claims = parseFrontMatter(releaseNotes)?.claims;
  if (!Array.isArray(claims) || claims.length <= limits.noteClaims) return;
  throw new Refusal('TOO_LARGE', `Release notes hold at most ${limits.noteClaims} claims.`, {
    field: 'releaseNotes',
    claims: claims.length,
    most: limits.noteClaims,
  });
}
