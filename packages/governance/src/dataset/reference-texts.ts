import { FilePath } from '@countersign/contracts';

/** Control characters, marks that turn the reading direction, and characters of no width. */
const hidden = /[\p{Cc}\p{Cf}\u2028\u2029\u3164\uffa0]/u;
export const hasHidden = (text: string): boolean => hidden.test(text);

/** Schemes that carry their content or a program. */
const refusedSchemes = new Set(['javascript', 'data', 'vbscript', 'blob', 'about']);

/** Why a text is no address of data: an absolute URI in ASCII, or a relative path. Null where it is one. */
export function uriProblem(uri: string): string | null {
  if (uri === '') return 'is empty';
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return relativeProblem(uri);
  const odd = [...uri].findIndex((character) => !/^[!-~]$/.test(character));
  if (odd >= 0) return `has at character ${odd + 1} what no URI has; percent-encode it`;
  if (uri.includes('\\')) return 'has a back-slash';
  if (refusedSchemes.has(scheme)) return `has the scheme ${scheme}, which is no place of data`;
  if (uri.length === scheme.length + 1) return 'names no place after its scheme';
  if (/%(?![0-9a-f]{2})/i.test(uri)) return 'has a percent sign that encodes nothing';
  const [place = ''] = uri.split(/[?#]/);
  if (climbs(place)) return 'has dot parts, which lead elsewhere';
  try {
    new URL(uri);
  } catch {
    return 'is no URI';
  }
  return null;
}

/** `..` or `.` as a part, written plainly or percent-encoded. */
const climbs = (place: string): boolean =>
  place.split('/').some((part) => /^\.{1,2}$/.test(part.replace(/%2e/gi, '.')));

const relativeProblem = (path: string): string | null =>
  pathProblem(path.startsWith('/') && !path.startsWith('//') ? path.slice(1) : path);

/** Why a value is no path inside of the version. */
export function pathProblem(path: unknown): string | null {
  if (typeof path !== 'string') return 'is no text';
  if (climbs(path)) return 'has dot parts, which lead elsewhere';
  return FilePath.safeParse(path).success ? null : 'is no relative path with forward slashes';
}
