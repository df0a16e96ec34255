/** The files of a pack, wherever they are: in a ZIP or in a folder. */
export interface PackFiles {
  /** Every file and its size in bytes, in the order in which they are best read. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The whole of a file in pieces, from the first byte on. @throws PackFault where the archive lies about it */
  open(path: string): AsyncIterable<Uint8Array>;
}

/** Bytes of a file that is read from anywhere: a handle, or what was dropped on a page. */
export interface RandomAccess {
  readonly size: number;
  /** Exactly these bytes; fewer only where the file ends. */
  read(start: number, length: number): Promise<Uint8Array>;
}

/** More files than any pack has, so that what is remembered of them stays bounded. */
export const mostFiles = 1_000_000;
