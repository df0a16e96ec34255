export interface Difference {
  output: string;
  /** Position in the output tensor, row-major. */
  index: number;
  row: number;
  /** Big-endian hex of the element, for reading; UTF-8 bytes for text. */
  recordedHex: string;
  replayedHex: string;
  recordedValue: number | string | boolean;
  replayedValue: number | string | boolean;
  /** Distance in units in the last place; null where the notion does not apply (NaN, infinity, text, integers). */
  ulp: number | null;
}

export interface Comparison {
  verdict: 'identical' | 'within-tolerance' | 'differs';
  comparedBits: number;
  /** Elements whose bits differ, also those within tolerance. */
  differing: number;
  /** Largest distance between two floats; null when some difference has no distance. */
  maxUlp: number | null;
  /** The first difference that decided the verdict. */
  firstDifference?: Difference;
  /** Set where the tensors cannot be laid side by side (name, type or shape). */
  mismatch?: string;
}

export interface CompareOptions {
  tolerance?: { ulp: number };
  /** Compare only this row of the batch. */
  row?: number;
}
