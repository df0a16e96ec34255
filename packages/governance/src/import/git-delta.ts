import { FormatFault } from '../dataset/format-fault.ts';

export interface GitDelta {
  /** Bytes of what it changes, and of what comes of it. */
  readonly from: number;
  readonly to: number;
  /** Where its instructions begin. */
  readonly start: number;
}

/** Sizes are written seven bits at a time, the lowest first; larger ones than any archive could hold are no sizes. */
export function sizeAt(
  bytes: Uint8Array,
  at: number,
  first: { readonly value: number; readonly bits: number },
): { readonly value: number; readonly next: number } | null {
  let { value, bits } = first;
  for (let next = at; bits < 48; ) {
    const byte = bytes[next];
    if (byte === undefined) return null;
    next += 1;
    value += (byte & 0x7f) * 2 ** bits;
    bits += 7;
    if (byte < 0x80) return { value, next };
  }
  return null;
}

/** @throws FormatFault */
export function readDelta(delta: Uint8Array): GitDelta {
  const from = sizeAt(delta, 0, { value: 0, bits: 0 });
  const to = from && sizeAt(delta, from.next, { value: 0, bits: 0 });
  if (!to) throw cut();
  return { from: from.value, to: to.value, start: to.next };
}

/**
 * What a delta makes of `base` (https://git-scm.com/docs/gitformat-pack, “Deltified representation”): parts of it are copied, others
 * inserted. It takes exactly the `to` bytes that the delta says. @throws FormatFault
 */
export function applyDelta(delta: Uint8Array, { from, to, start }: GitDelta, base: Uint8Array): Buffer {
  if (from !== base.length)
    throw new FormatFault('the delta', `changes ${from} bytes, and what it stands on has ${base.length}`);
  const made = Buffer.allocUnsafe(to);
  let at = start;
  let filled = 0;
  const next = (): number => {
    const byte = delta[at];
    if (byte === undefined) throw cut();
    at += 1;
    return byte;
  };
  /** Of a number in up to `most` bytes, those that `present` has a bit for. */
  const number = (present: number, most: number): number => {
    let value = 0;
    for (let byte = 0; byte < most; byte += 1) if (present & (1 << byte)) value += next() * 2 ** (8 * byte);
    return value;
  };
  const take = (source: Uint8Array, offset: number, size: number): void => {
    if (offset + size > source.length)
      throw new FormatFault('the delta', 'takes bytes from where there are none');
    if (filled + size > to)
      throw new FormatFault('the delta', `makes more than the ${to} bytes that it says`);
    made.set(source.subarray(offset, offset + size), filled);
    filled += size;
  };
  while (at < delta.length) {
    const instruction = next();
    if (instruction === 0) throw new FormatFault('the delta', 'has an instruction that Git does not know');
    if (instruction < 0x80) {
      take(delta, at, instruction);
      at += instruction;
    } else {
      const offset = number(instruction & 0x0f, 4);
      const size = number((instruction >> 4) & 0x07, 3);
      take(base, offset, size === 0 ? 0x1_0000 : size);
    }
  }
  if (filled !== to) throw new FormatFault('the delta', `makes ${filled} bytes, and says ${to}`);
  return made;
}

const cut = () => new FormatFault('the delta', 'is cut');
