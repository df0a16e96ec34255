import { gzipSync } from 'node:zlib';

const block = 512;

/** A POSIX TAR of texts by path; `links` are symbolic links to where their text says. */
export function tarOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): Buffer {
  const parts: Buffer[] = [];
  for (const [path, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    parts.push(
      headOf(path, bytes.length, '0', ''),
      bytes,
      Buffer.alloc((block - (bytes.length % block)) % block),
    );
  }
  for (const [path, target] of Object.entries(links)) parts.push(headOf(path, 0, '2', target));
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

export const tarGzOf = (files: Readonly<Record<string, string | Uint8Array>>): Buffer =>
  gzipSync(tarOf(files));

function headOf(path: string, size: number, type: string, target: string): Buffer {
  const head = Buffer.alloc(block);
  head.write(path, 0, 100);
  head.write('0000644\0', 100);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write(' '.repeat(8), 148);
  head.write(type, 156);
  head.write(target, 157, 100);
  head.write('ustar\x0000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}
