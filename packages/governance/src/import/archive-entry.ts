import { importLimits } from '@countersign/contracts';
import { refuseImport } from './refuse-import.ts';

/** What an archive holds: its files by path, and what stands in it and is no file. */
export interface Archive {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Links and devices: nothing outside of the archive is ever reached through one. */
  readonly notFiles: readonly string[];
  /** Bytes of all files. */
  readonly bytes: number;
}

/** Of what systems put beside files, and nobody means to send. */
const isLitter = (path: string): boolean =>
  /(?:^|\/)(?:__MACOSX|\.DS_Store|Thumbs\.db|\._[^/]*)(?:\/|$)/.test(path);

/** Takes entries one by one, and refuses what no honest archive has. @throws Refusal IMPORT_REFUSED */
export class ArchiveFiles {
  readonly #files = new Map<string, Uint8Array>();
  readonly #notFiles: string[] = [];
  #entries = 0;
  #bytes = 0;

  /** Bytes that may still be unpacked. */
  get room(): number {
    return importLimits.unpacked - this.#bytes;
  }

  /** The path as it is kept; null for folders and litter. Called once for each entry, before its bytes are unpacked. */
  admit(named: string): string | null {
    this.#entries += 1;
    if (this.#entries > importLimits.entries)
      throw refuseImport('The archive', '', `has more than ${importLimits.entries} entries`);
    const path = named.replace(/^(?:\.\/)+/, '');
    const isFolder = path.endsWith('/') || path === '' || path === '.';
    refuseEscape(named, isFolder ? path.slice(0, -1) : path);
    return isFolder || isLitter(path) ? null : path;
  }

  add(path: string, bytes: Uint8Array): void {
    if (this.#files.has(path)) throw refuseImport(path, '', 'is in the archive twice');
    this.#bytes += bytes.length;
    if (this.#bytes > importLimits.unpacked) throw tooMuch();
    this.#files.set(path, bytes);
  }

  leave(path: string): void {
    this.#notFiles.push(path);
  }

  done(): Archive {
    return { files: this.#files, notFiles: this.#notFiles, bytes: this.#bytes };
  }
}

export const tooMuch = () =>
  refuseImport('The archive', '', `unpacks to more than ${importLimits.unpacked} bytes`);

function refuseEscape(named: string, path: string): void {
  const shown = JSON.stringify(named.slice(0, 200));
  if (path.length > importLimits.path) throw refuseImport(shown, '', 'is too long for a path');
  const parts = path.split('/');
  if (parts.length > importLimits.depth)
    throw refuseImport(shown, '', `lies in more than ${importLimits.depth} folders`);
  const leadsOut = path.startsWith('/') || /^[A-Za-z]:|\\/.test(path) || parts.includes('..');
  if (leadsOut) throw refuseImport(shown, '', 'leads out of the archive');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const isBroken = /[\u0000-\u001f\u007f\ufffd]/.test(path) || (path !== '' && parts.includes(''));
  if (isBroken) throw refuseImport(shown, '', 'is no path');
}
