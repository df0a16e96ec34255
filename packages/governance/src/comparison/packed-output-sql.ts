import type { Schema, SchemaOutput } from '@countersign/scoring';

const elementBytes = { float32: 4, float64: 8, int64: 8, int32: 4, bool: 1, string: 0 } as const;
/** Magic, version and count of the packed form (`packed-format.ts` of packages/scoring). */
const headBytes = 9;

/** One value of an answer: an output, or one class of it. */
export interface OutputCell {
  readonly name: string;
  readonly dtype: SchemaOutput['dtype'];
  /** SQL of where its element begins in `o`, from 0, by `n` rows and the place `row` of a prediction. */
  readonly at: string;
  readonly elements: string;
}

/** Where everything stands in packed outputs of `n` rows, as SQL over bytes `o`. */
export interface PackedLayout {
  /** SQL of the lengths of text outputs, each as a column `l0`, `l1` …, in this order: a later one needs the earlier. */
  readonly lengths: readonly string[];
  /** SQL of the whole length; where bytes have another one, they are laid out otherwise. */
  readonly total: string;
  readonly cells: readonly OutputCell[];
}

/** An unsigned 32-bit number at a place; null where the bytes end before. */
export const uint32At = (at: string): string =>
  `CASE WHEN length(o) >= ${at} + 4 THEN get_byte(o, ${at}) + get_byte(o, ${at} + 1) * 256 + get_byte(o, ${at} + 2) * 65536
    + least(get_byte(o, ${at} + 3), 63) * 16777216 END`;

/** The layout that a schema gives its outputs: tensors by the bytes of their names, of which only texts vary in length. */
export function packedLayout(schema: Schema): PackedLayout {
  const sorted = [...schema.outputs].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const lengths: string[] = [];
  const cells: OutputCell[] = [];
  let fixed = headBytes;
  let perRow = 0;
  const sum = () => [`${fixed}`, `${perRow} * n`, ...lengths.map((_, index) => `l${index}`)].join(' + ');
  for (const output of sorted) {
    const { name, dtype } = output;
    const sizes =
      schema.onnx.outputs
        .find((value) => value.name === name)
        ?.shape.slice(1)
        .map(Number) ?? [];
    const width = sizes.reduce((product, size) => product * size, 1);
    fixed += 4 + Buffer.byteLength(name) + 1 + 4 + 4 * (1 + sizes.length) + 4;
    const elements = `(${sum()})`;
    cells.push(...cellsOf(output, width, elements));
    if (dtype === 'string') lengths.push(uint32At(`(${elements} - 4)`));
    else perRow += width * elementBytes[dtype];
  }
  return { lengths, total: sum(), cells };
}

/** Lists without names of classes are vectors, not answers that have a distribution. */
function cellsOf({ name, dtype, classes }: SchemaOutput, width: number, elements: string): OutputCell[] {
  const size = elementBytes[dtype];
  const at = (column: number) => `(${elements} + (row * ${width} + ${column}) * ${size})`;
  if (classes) {
    return classes.map((of, column) => ({ name: `${name}.${of}`, dtype, at: at(column), elements }));
  }
  return width === 1 ? [{ name, dtype, at: at(0), elements }] : [];
}

const byte = (index: number) => `get_byte(o, at + ${index})`;

/** A little-endian IEEE 754 number at `at` as float8, from its bits: nothing in SQL reads one. */
export const floatAt: Readonly<Record<'float32' | 'float64', string>> = {
  float32: floatSql(
    `(${byte(3)} & 127) * 2 + (${byte(2)} >> 7)`,
    `((${byte(2)} & 127) * 65536 + ${byte(1)} * 256 + ${byte(0)})::float8`,
    { sign: byte(3), special: 255, fraction: 23, bias: 127 },
  ),
  float64: floatSql(
    `(${byte(7)} & 127) * 16 + (${byte(6)} >> 4)`,
    `(${byte(6)} & 15) * 281474976710656::float8 + ${byte(5)} * 1099511627776::float8 + ${byte(4)} * 4294967296::float8
      + ${byte(3)} * 16777216::float8 + (${byte(2)} * 65536 + ${byte(1)} * 256 + ${byte(0)})`,
    { sign: byte(7), special: 2047, fraction: 52, bias: 1023 },
  ),
};

function floatSql(
  exponent: string,
  fraction: string,
  of: { readonly sign: string; readonly special: number; readonly fraction: number; readonly bias: number },
): string {
  const scale = of.bias + of.fraction;
  return `(SELECT CASE WHEN e = ${of.special} THEN 'NaN'::float8
      ELSE (CASE WHEN s > 127 THEN -1 ELSE 1 END) * (CASE WHEN e = 0 THEN f ELSE f + ${2 ** of.fraction}::float8 END)
        * power(2::float8, greatest(e, 1) - ${scale}) END
    FROM (SELECT ${exponent} AS e, ${fraction} AS f, ${of.sign} AS s OFFSET 0) bits)`;
}

const int64 = Array.from({ length: 8 }, (_, index) => `(${byte(index)}::bigint << ${8 * index})`).join(' | ');
const int32 = Array.from({ length: 4 }, (_, index) => `(${byte(index)} << ${8 * index})`).join(' | ');

/** A whole number or a yes or no at `at` as text. */
export const wordAt: Readonly<Record<'int64' | 'int32' | 'bool', string>> = {
  int64: `(${int64})::text`,
  int32: `(${int32})::text`,
  bool: `CASE WHEN ${byte(0)} = 0 THEN 'false' ELSE 'true' END`,
};
