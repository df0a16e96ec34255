/** Where a line may end: after a space, after what joins long codes, and between characters that are written without spaces. */
const places =
  /(?<=[\s/_.:,;@?&=+-])|(?<=[\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff])|(?=[\u3000-\u9fff\uac00-\ud7a3\uf900-\ufaff])/u;

/**
 * Cuts a text into lines that are at most `width` wide. A word that is wider than a line is cut where it has to be.
 * @param measure width of a text in points
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = () => {
    // The space stays, so that who copies or listens does not get two words as one.
    lines.push(line.replace(/\s+$/, ' '));
    line = '';
    used = 0;
  };
  for (const piece of text.split(places)) {
    const wide = measure(piece);
    if (used + measure(piece.trimEnd()) > width && line !== '') end();
    if (wide <= width) {
      line += piece;
      used += wide;
      continue;
    }
    for (const character of piece) {
      const one = measure(character);
      if (used + one > width && line !== '') end();
      line += character;
      used += one;
    }
  }
  if (line.trim() !== '') end();
  return lines;
}
