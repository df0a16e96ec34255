import { type ExactValue, exactOutputs, type Schema, type Tensor } from '@countersign/scoring';

/** One number or text of an answer, with its bits where it has some. */
export interface Cell {
  /** Such as `ridership`, `probabilities.bad` or `scores[2]`. */
  readonly output: string;
  readonly dtype: string;
  /** Big-endian hex of a float; null for what is fully told by its text. */
  readonly hex: string | null;
  readonly text: string;
}

/** The cells of a batch of one, in the order of the schema. @throws TensorFault where the tensors are not its answers */
export function outputCells(schema: Schema, row: readonly Tensor[]): Cell[] {
  const answer = exactOutputs(schema, row)[0] ?? {};
  return schema.outputs.flatMap(({ name, dtype }) => {
    const value = answer[name];
    if (Array.isArray(value)) return value.map((item, index) => cellOf(`${name}[${index}]`, dtype, item));
    if (isByClass(value))
      return Object.entries(value).map(([key, item]) => cellOf(`${name}.${key}`, dtype, item));
    return value === undefined ? [] : [cellOf(name, dtype, value)];
  });
}

const isFloat = (value: object): value is Extract<ExactValue, object> =>
  'value' in value && ('f32' in value || 'f64' in value);

/** A class may be called `value`: then its own value is an object, which an exact float's is not. */
const isByClass = (
  value: ReturnType<typeof exactOutputs>[number][string] | undefined,
): value is Record<string, ExactValue> =>
  typeof value === 'object' && !Array.isArray(value) && !(isFloat(value) && typeof value.value !== 'object');

function cellOf(output: string, dtype: string, value: ExactValue): Cell {
  if (typeof value !== 'object') return { output, dtype, hex: null, text: String(value) };
  return { output, dtype, hex: 'f32' in value ? value.f32 : value.f64, text: String(value.value) };
}

const ones = (byte: number): number => {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count += 1;
  return count;
};

/** Bits in which two cells differ: of their bytes where they have hex, of their UTF-8 otherwise. */
export function differingBits(one: Cell, other: Cell): number {
  const bytes = (cell: Cell) =>
    cell.hex === null ? Buffer.from(cell.text, 'utf8') : Buffer.from(cell.hex, 'hex');
  const [a, b] = [bytes(one), bytes(other)];
  let count = 8 * Math.abs(a.length - b.length);
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) count += ones(a[index]! ^ b[index]!);
  return count;
}
