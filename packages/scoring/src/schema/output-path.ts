import type { SchemaOutput } from './schema.ts';

/** Where a value stands in a row of outputs. */
export interface OutputPlace {
  output: SchemaOutput;
  /** Set where the output has a value per class. */
  className?: string;
}

/**
 * Finds the place that a path such as `ridership` or `probabilities.bad` names. Names of ONNX outputs may hold dots
 * themselves, so the schema's names are tried rather than the text split.
 */
export function findOutput(outputs: readonly SchemaOutput[], path: string): OutputPlace | undefined {
  for (const output of outputs) {
    if (output.classes === undefined) {
      if (output.name === path) return { output };
      continue;
    }
    if (!path.startsWith(`${output.name}.`)) continue;
    const className = path.slice(output.name.length + 1);
    if (output.classes.includes(className)) return { output, className };
  }
  return undefined;
}
