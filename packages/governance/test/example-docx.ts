import { crc32, deflateRawSync } from 'node:zlib';

/** How a hostile archive differs from an honest one. */
export interface Twist {
  /** Entries that the end of the directory claims. */
  readonly claimed?: number;
  /** Where the end says that the directory begins, beside the truth. */
  readonly shift?: number;
  /** Names in the parts' own heads, where they differ from the directory. */
  readonly heads?: Readonly<Record<string, string>>;
  /** Parts that the directory puts on the first one's bytes. */
  readonly onFirst?: readonly string[];
  readonly flags?: number;
  /** Bytes that stand before the first part. */
  readonly before?: Buffer;
}

const head = (signature: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  return bytes;
};

/** An archive as word processors write it, or with a twist. */
export function docx(
  names: readonly string[] = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml'],
  { claimed, shift = 0, heads = {}, onFirst = [], flags = 0, before = Buffer.alloc(0) }: Twist = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = before.length;
  for (const name of names) {
    const [raw, own, content] = [name, heads[name] ?? name, `<part name="${name}"/>`].map((text) =>
      Buffer.from(text, 'latin1'),
    ) as [Buffer, Buffer, Buffer];
    const packed = deflateRawSync(content);
    const local = head(0x0403_4b50, 30);
    const entry = head(0x0201_4b50, 46);
    for (const [bytes, from] of [
      [local, 4],
      [entry, 6],
    ] as const) {
      bytes.writeUInt16LE(20, from);
      bytes.writeUInt16LE(flags, from + 2);
      bytes.writeUInt16LE(8, from + 4);
      bytes.writeUInt32LE(crc32(content), from + 10);
      bytes.writeUInt32LE(packed.length, from + 14);
      bytes.writeUInt32LE(content.length, from + 18);
      bytes.writeUInt16LE(raw.length, from + 22);
    }
    local.writeUInt16LE(own.length, 26);
    entry.writeUInt32LE(onFirst.includes(name) ? 0 : at, 42);
    parts.push(local, own, packed);
    directory.push(entry, raw);
    at += local.length + own.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = head(0x0605_4b50, 22);
  end.writeUInt16LE(claimed ?? names.length, 8);
  end.writeUInt16LE(claimed ?? names.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at + shift, 16);
  return Buffer.concat([before, ...parts, listed, end]);
}
