/** Results go to standard output, progress to standard error, so that a pipeline reads the one and shows the other. */
export interface Printer {
  readonly isJson: boolean;
  /** The whole result: as JSON where asked for, else the lines. */
  result(value: unknown, lines: () => readonly string[]): void;
  line(text: string): void;
  progress(text: string): void;
}

export const createPrinter = (
  isJson: boolean,
  out: (text: string) => void,
  aside: (text: string) => void,
): Printer => ({
  isJson,
  result(value, lines) {
    for (const line of isJson ? [JSON.stringify(value, null, 2)] : lines()) out(`${line}\n`);
  },
  line: (text) => out(`${text}\n`),
  progress: (text) => aside(`${text}\n`),
});
