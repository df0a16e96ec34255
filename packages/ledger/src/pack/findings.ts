import { type PackCheck, PackFault } from './pack-fault.ts';

/** `note`: said for the reader, and changes no verdict. */
export type RowVerdict = 'sound' | 'broken' | 'cannot-tell' | 'note';

/** One line of the table that a verification ends with. */
export interface PackRow {
  readonly check: PackCheck;
  readonly verdict: RowVerdict;
  /** A sentence for people. */
  readonly said: string;
  /** The file of the pack that is broken. */
  readonly path?: string;
}

/** Gathers what was found, in the order of the checks. */
export class Findings {
  readonly rows: PackRow[] = [];

  say(check: PackCheck, verdict: RowVerdict, said: string): void {
    this.rows.push({ check, verdict, said });
  }

  broken({ check, path, message }: PackFault): void {
    this.rows.push({ check, verdict: 'broken', said: message, ...(path === null ? {} : { path }) });
  }

  get verdict(): 'sound' | 'broken' | 'cannot-tell' {
    if (this.rows.some(({ verdict }) => verdict === 'broken')) return 'broken';
    return this.rows.some(({ verdict }) => verdict === 'cannot-tell') ? 'cannot-tell' : 'sound';
  }
}

/** What a reader of a format throws becomes a fault of the pack. */
export async function reading<Read>(
  check: PackCheck,
  path: string,
  read: () => Promise<Read> | Read,
): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError)
      throw new PackFault(check, path, `It cannot be read: ${error.message}.`);
    throw error;
  }
}

/** `1 entry`, `2 entries`, in English and with thousands apart. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
