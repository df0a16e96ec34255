import { Refusal } from '@countersign/contracts';
import { FormatFault } from '../dataset/format-fault.ts';

/** What is wrong with a file that was to be imported: file, place in it (line and column, or a path of keys) and reason. */
export const refuseImport = (file: string, place: string, reason: string): Refusal =>
  new Refusal('IMPORT_REFUSED', `${file}${place === '' ? '' : `, ${place},`} ${reason}.`, {
    file,
    place,
    reason,
  });

/** Reads a file by one of the readers of formats. @throws Refusal IMPORT_REFUSED */
export function inFile<Read>(file: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error;
    throw refuseImport(file, error.place === 'the file' ? '' : error.place, error.reason);
  }
}
