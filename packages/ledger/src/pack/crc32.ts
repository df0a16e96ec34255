/** CRC-32 as ZIP has it (reflected 0xEDB88320), four bytes at a time. `before`: that of the bytes before these. */
export type Crc32 = (bytes: Uint8Array, before: number) => number;

const tables = makeTables();

function makeTables(): readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const [first, second, third, fourth] = [0, 1, 2, 3].map(() => new Uint32Array(256)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
    first[byte] = crc;
  }
  for (let byte = 0; byte < 256; byte += 1) {
    second[byte] = (first[byte]! >>> 8) ^ first[first[byte]! & 0xff]!;
    third[byte] = (second[byte]! >>> 8) ^ first[second[byte]! & 0xff]!;
    fourth[byte] = (third[byte]! >>> 8) ^ first[third[byte]! & 0xff]!;
  }
  return [first, second, third, fourth];
}

export const crc32: Crc32 = (bytes, before) => {
  const [first, second, third, fourth] = tables;
  let crc = ~before;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      fourth[crc & 0xff]! ^ third[(crc >>> 8) & 0xff]! ^ second[(crc >>> 16) & 0xff]! ^ first[crc >>> 24]!;
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ first[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
};
