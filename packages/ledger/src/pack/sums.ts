import { PackFault } from './pack-fault.ts';
import { parsePackPath, sumsPath } from './pack-path.ts';

export const sumLine = (digest: string, path: string): string => `${digest}  ${path}\n`;

const form = /^([0-9a-f]{64}) {2}(\S+)$/;

/** Digests (hex) of a pack's files by path, from its SHA256SUMS. @throws PackFault for any other form */
export async function readSums(pieces: AsyncIterable<Uint8Array>): Promise<Map<string, string>> {
  const sums = new Map<string, string>();
  const text = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  try {
    for await (const piece of pieces) {
      const lines = (rest + text.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) addLine(sums, line);
    }
    rest += text.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new PackFault('files', sumsPath, 'SHA256SUMS is no text.');
    throw error;
  }
  if (rest !== '') throw new PackFault('files', sumsPath, 'The last line of SHA256SUMS is cut.');
  return sums;
}

function addLine(sums: Map<string, string>, line: string): void {
  const [, digest, path] = form.exec(line) ?? [];
  if (!digest || !path || path === sumsPath || !parsePackPath(path))
    throw new PackFault('files', sumsPath, `SHA256SUMS has a line that no pack has: ${line.slice(0, 200)}`);
  if (sums.has(path)) throw new PackFault('files', path, 'SHA256SUMS names it twice.');
  sums.set(path, digest);
}
