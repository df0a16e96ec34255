import { bitsOfHex, differingBits, groupsOf } from './bits.ts';

/** Gap after a group, so that sign, exponent and fraction are told apart. */
const groupGap = 6;

/**
 * The bits of one number: filled for one, hollow for zero. Against another recording, a bit that differs is
 * taller and red, and is named in words for those who do not see it.
 */
export function BitStrip({ hex, against, dtype }: { hex: string; against?: string; dtype: string }) {
  const bits = bitsOfHex(hex);
  const differing = new Set(against === undefined ? [] : differingBits(against, hex));
  const pitch = bits.length > 32 ? 6 : 10;
  const cell = pitch - 3;
  const ends = new Set<number>();
  let end = 0;
  for (const length of groupsOf(dtype, bits.length)) {
    end += length;
    ends.add(end);
  }
  let x = 0.5;
  const cells = [...bits].map((bit, index) => {
    if (index > 0 && ends.has(index)) x += groupGap;
    const at = x;
    x += pitch;
    return { bit, index, at };
  });
  const words =
    differing.size === 0
      ? `bits ${bits}`
      : `bits ${bits}, different at bit ${[...differing].map((index) => index + 1).join(', ')}`;
  return (
    <svg className="bit-strip" viewBox={`0 0 ${x} 14`} width={x} height={14} role="img" aria-label={words}>
      {cells.map(({ bit, index, at }) => {
        const differs = differing.has(index);
        return (
          <rect
            key={index}
            data-bit={index}
            className={`${bit === '1' ? 'bit-one' : 'bit-zero'}${differs ? ' bit-differs' : ''}`}
            x={at}
            y={differs ? 1 : 2.5}
            width={cell}
            height={differs ? 12 : 9}
          />
        );
      })}
    </svg>
  );
}

/** Hex with the digits that differ marked. */
export function HexAgainst({ hex, against }: { hex: string; against?: string }) {
  return (
    <span className="mono">
      {[...hex].map((digit, index) =>
        against !== undefined && against[index] !== digit ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a digit is its position
          <b key={index} className="hex-differs">
            {digit}
          </b>
        ) : (
          digit
        ),
      )}
    </span>
  );
}
