const decoded = (body: string): string => {
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
};

/** A part of a mail as it came over the wire, by its type or by the name of its file, as text. */
export function partOf(raw: string, wanted: string): string {
  const found = raw.split(/\r\n--[^\r\n]+/).find((part) => part.split('\r\n\r\n', 1)[0]!.includes(wanted));
  if (!found) throw new Error(`the mail has no part ${wanted}`);
  const start = found.indexOf('\r\n\r\n') + 4;
  const [head, body] = [found.slice(0, start), found.slice(start)];
  if (head.includes('base64')) return Buffer.from(body, 'base64').toString('utf8');
  return head.includes('quoted-printable') ? decoded(body) : body;
}

/** The plain text of a mail. */
export const mailText = (raw: string): string => partOf(raw, 'Content-Type: text/plain');
