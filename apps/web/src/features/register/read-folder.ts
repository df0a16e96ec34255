import {
  type FileFacts,
  type FolderManifest,
  folderManifestName,
  limits,
  type Manifest,
  manifestFromFolder,
  parseFolderManifest,
  Refusal,
} from '@countersign/contracts';
import * as z from 'zod/mini';

// The content-security policy refuses compiled schemas, and trying would be reported as a violation.
z.config({ jitless: true });

/** The browser hashes a file in one piece, so larger ones are left to the command line. */
export const browserFileLimit = 512 * 1024 * 1024;

export interface FileProblem {
  path: string;
  message: string;
}

export interface ReadFolder {
  manifest: Manifest;
  /** The file's bytes by their digest. */
  blobs: ReadonlyMap<string, File>;
}

/** A chosen folder, or what is wrong with it, file by file. */
export type FolderReading = { ok: true; folder: ReadFolder } | { ok: false; problems: FileProblem[] };

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Paths of the browser begin with the name of the chosen folder. */
export function filesByPath(files: Iterable<File>): Map<string, File> {
  return new Map(
    [...files].map((file) => [file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file]),
  );
}

function missingFiles(folder: FolderManifest, files: ReadonlyMap<string, File>): FileProblem[] {
  const named = [
    ...folder.files.map(({ path }) => path),
    ...[folder.parametersFile, folder.buildEnvironmentFile, folder.releaseNotesFile].filter(
      (path) => path !== undefined,
    ),
  ];
  return named.flatMap((path): FileProblem[] => {
    const file = files.get(path);
    if (!file) return [{ path, message: 'is named in manifest.json and is not in the folder' }];
    if (file.size > limits.artifact) return [{ path, message: 'is larger than 2 GiB' }];
    if (file.size > browserFileLimit) {
      return [{ path, message: 'is too large for the browser: register with the command line' }];
    }
    return [];
  });
}

const problemsOf = (error: unknown): FileProblem[] => {
  if (!(error instanceof Refusal)) {
    return [{ path: folderManifestName, message: error instanceof Error ? error.message : String(error) }];
  }
  const { problems } = error.detail;
  return Array.isArray(problems)
    ? problems.map(({ field, message }: { field: string; message: string }) => ({
        path: `${folderManifestName}, ${field}`,
        message,
      }))
    : [{ path: String(error.detail.path ?? folderManifestName), message: error.message }];
};

/**
 * Reads, completes and checks a folder. `onHashed` is told of every file as soon as its digest is known.
 * Nothing is sent anywhere.
 */
export async function readFolder(
  files: ReadonlyMap<string, File>,
  onHashed: (path: string) => void,
): Promise<FolderReading> {
  const manifestFile = files.get(folderManifestName);
  if (!manifestFile) {
    return {
      ok: false,
      problems: [
        { path: folderManifestName, message: 'is not in the folder; it names the files and the authors' },
      ],
    };
  }
  try {
    const described = parseFolderManifest(await manifestFile.text());
    const missing = missingFiles(described, files);
    if (missing.length > 0) return { ok: false, problems: missing };
    const blobs = new Map<string, File>();
    const fileOf = (path: string): File => {
      const file = files.get(path);
      if (!file) throw new Refusal('BAD_INPUT', `${path} is not in the folder.`, { path });
      return file;
    };
    const facts = async (path: string): Promise<FileFacts> => {
      const file = fileOf(path);
      const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      blobs.set(sha256, file);
      onHashed(path);
      return { sha256, size: file.size };
    };
    const manifest = await manifestFromFolder(described, (path) => fileOf(path).text(), facts);
    return { ok: true, folder: { manifest, blobs } };
  } catch (error) {
    return { ok: false, problems: problemsOf(error) };
  }
}
