import { isJson, type Json, joined, ownOf } from './json-of.ts';
import { largestPicture, longestText, type NotebookOutput } from './notebook-document.ts';

const base64 = /^[A-Za-z0-9+/=\s]*$/;
const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

const text = (type: string, whole: string): NotebookOutput => ({
  kind: 'unknown',
  type,
  text: whole.slice(0, longestText),
  cut: whole.length > longestText,
});

/** A picture as data URL; null where the bytes are none or too many. */
export function pictureUrl(type: string, value: unknown): string | null {
  const data = joined(value);
  if (data === '' || data.length > largestPicture) return null;
  const known = pictureTypes.find((name) => name === type);
  if (known) return base64.test(data) ? `data:${known};base64,${data.replace(/\s+/g, '')}` : null;
  // Drawn by <img>, an SVG runs nothing and loads nothing.
  return type === 'image/svg+xml'
    ? `data:image/svg+xml,${encodeURIComponent(data.replace(/\p{Surrogate}/gu, '\ufffd'))}`
    : null;
}

function jsonText(value: unknown): string {
  try {
    return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  } catch {
    return 'Nested too deeply to be shown.';
  }
}

/** One part of the output, in the order in which a reader is best served; everything else is named as text. */
function fromBundle(bundle: Json): NotebookOutput[] {
  const plain = joined(ownOf(bundle, 'text/plain'));
  const alt = plain.slice(0, 300) || 'Picture of this output';
  for (const type of [...pictureTypes, 'image/svg+xml']) {
    const value = ownOf(bundle, type);
    if (value === undefined) continue;
    const url = pictureUrl(type, value);
    if (url) return [{ kind: 'picture', url, alt }];
    return [text(type, 'This picture cannot be read, or is too large to be shown.')];
  }
  const html = joined(ownOf(bundle, 'text/html'));
  if (html !== '')
    return [{ kind: 'html', html: html.slice(0, 2_000_000), text: plain.slice(0, longestText) }];
  const latex = joined(ownOf(bundle, 'text/latex'));
  if (latex !== '') return [{ kind: 'maths', source: latex.slice(0, longestText) }];
  const markdown = joined(ownOf(bundle, 'text/markdown'));
  if (markdown !== '') return [{ kind: 'markdown', source: markdown.slice(0, longestText) }];
  const others = Object.keys(bundle).filter((type) => type !== 'text/plain');
  return [
    ...(plain === '' ? [] : [streamed(plain, null)]),
    ...others.map((type) => text(type.slice(0, 120), joined(bundle[type]) || jsonText(bundle[type]))),
  ];
}

const streamed = (whole: string, stream: 'out' | 'error' | null): NotebookOutput => ({
  kind: 'text',
  text: overwritten(whole.slice(0, longestText)),
  stream,
  cut: whole.length > longestText,
});

/** A lone carriage return begins its line anew, as a terminal's progress bar does. Linear in the text, whatever it holds. */
const overwritten = (whole: string): string => whole.split('\n').map(lastWritten).join('\n');

function lastWritten(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === '\r') end -= 1;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

const version3: Readonly<Record<string, string>> = {
  text: 'text/plain',
  html: 'text/html',
  png: 'image/png',
  jpeg: 'image/jpeg',
  svg: 'image/svg+xml',
  latex: 'text/latex',
  javascript: 'application/javascript',
  json: 'application/json',
};

/** Output of format 4, or of 3 and before, where the types are keys beside the others. */
export function outputsOf(output: unknown): NotebookOutput[] {
  if (!isJson(output)) return [];
  switch (output.output_type) {
    case 'stream': {
      const name = output.name ?? output.stream;
      return [streamed(joined(output.text), name === 'stderr' ? 'error' : 'out')];
    }
    case 'error':
    case 'pyerr':
      return [
        {
          kind: 'failure',
          name: joined(output.ename).slice(0, 200),
          value: joined(output.evalue).slice(0, 2_000),
          trace: (Array.isArray(output.traceback) ? output.traceback.map(joined).join('\n') : '').slice(
            0,
            longestText,
          ),
        },
      ];
    case 'display_data':
    case 'execute_result':
    case 'update_display_data':
    case 'pyout': {
      if (isJson(output.data)) return fromBundle(output.data);
      const named = Object.entries(version3).flatMap(([key, type]) => {
        const value = ownOf(output, key);
        return value === undefined ? [] : [[type, value] as const];
      });
      return fromBundle(Object.fromEntries(named));
    }
    default:
      return [text(joined(output.output_type).slice(0, 120) || 'output without a type', jsonText(output))];
  }
}
