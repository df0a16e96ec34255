import * as z from 'zod/mini';
import { Refusal } from './error-code.ts';
import { ExperimentName, RunKey } from './experiment.ts';
import { limits } from './limits.ts';
import {
  DatasetReference,
  DecisionRule,
  Fallback,
  FileKind,
  FilePath,
  Manifest,
  ManifestAuthor,
  MetricClaim,
} from './manifest.ts';
import { Comment, ModelKey, VersionLabel } from './primitives.ts';
import { ReferenceInput } from './reference.ts';
import { SensitiveField } from './sensitive.ts';

/** Name of the file in a folder that describes the version which the folder holds. */
export const folderManifestName = 'manifest.json';

/**
 * A version as a folder describes it: the manifest without digests and sizes, which whoever reads the folder computes.
 * Parameters, build environment and release notes may be written here or live in a file of the folder. What is not
 * named in `files` is not stored as a file. Unknown fields are refused: a typing error must not lose a fact.
 */
export const FolderManifest = z.strictObject({
  model: ModelKey,
  version: VersionLabel,
  description: z.optional(z.string().check(z.maxLength(2_000))),
  authors: z.array(ManifestAuthor).check(z.maxLength(200)),
  files: z
    .array(z.strictObject({ path: FilePath, kind: FileKind }))
    .check(z.minLength(1), z.maxLength(limits.filesPerVersion)),
  parameters: z.optional(z.record(z.string(), z.unknown())),
  parametersFile: z.optional(FilePath),
  metrics: z.optional(z.array(MetricClaim).check(z.maxLength(1_000))),
  datasets: z.optional(z.array(DatasetReference).check(z.maxLength(200))),
  buildEnvironment: z.optional(z.record(z.string(), z.unknown())),
  buildEnvironmentFile: z.optional(FilePath),
  sourceCommit: z.optional(
    z.strictObject({
      repository: z.string().check(z.maxLength(500)),
      commit: z.string().check(z.regex(/^[0-9a-f]{7,64}$/)),
    }),
  ),
  run: z.optional(z.strictObject({ experiment: ExperimentName, run: RunKey })),
  releaseNotes: z.optional(z.string().check(z.maxLength(limits.releaseNotes))),
  releaseNotesFile: z.optional(FilePath),
  decision: z.optional(DecisionRule),
  outcomeRule: z.optional(z.record(z.string(), z.unknown())),
  tolerance: z.optional(z.strictObject({ ulp: z.int().check(z.minimum(0), z.maximum(1_000_000)) })),
  fallback: z.optional(Fallback),
  references: z.optional(z.array(ReferenceInput).check(z.maxLength(limits.references))),
  sensitive: z.optional(z.array(SensitiveField).check(z.maxLength(limits.sensitiveFields))),
  requestReview: z.optional(z.strictObject({ comment: Comment })),
});
export type FolderManifest = z.infer<typeof FolderManifest>;

/** What has to be known of a file's bytes: lower-case hex SHA-256, and size in bytes. */
export interface FileFacts {
  sha256: string;
  size: number;
}

/** @throws Refusal BAD_INPUT naming every field that is wrong */
export function parseFolderManifest(text: string): FolderManifest {
  const parsed = FolderManifest.safeParse(parseJson(folderManifestName, text));
  if (parsed.success) return parsed.data;
  throw refuse(folderManifestName, parsed.error.issues);
}

/**
 * Completes a folder's manifest into the one that is registered. The files are read through the two functions alone,
 * by paths relative to the folder, so that a command, a browser and a test can each bring their own.
 * @throws Refusal BAD_INPUT where something is given twice or a file does not hold what it should
 */
export async function manifestFromFolder(
  folder: FolderManifest,
  readText: (path: string) => Promise<string>,
  fileFacts: (path: string) => Promise<FileFacts>,
): Promise<Manifest> {
  const twice = folder.files.find(
    ({ path }, at) => folder.files.findIndex((file) => file.path === path) < at,
  );
  if (twice)
    throw new Refusal('BAD_INPUT', `${folderManifestName} names ${twice.path} twice.`, { path: twice.path });
  const files: Manifest['files'] = [];
  for (const { path, kind } of folder.files) {
    const { sha256, size } = await fileFacts(path);
    files.push({ path, kind, sha256, size });
  }
  const { parametersFile, buildEnvironmentFile, releaseNotesFile, files: _, ...rest } = folder;
  const manifest = Manifest.safeParse({
    ...rest,
    description: folder.description ?? '',
    files,
    parameters: await oneOf('parameters', folder.parameters, parametersFile, readJson(readText), {}),
    metrics: folder.metrics ?? [],
    datasets: folder.datasets ?? [],
    buildEnvironment: await oneOf(
      'buildEnvironment',
      folder.buildEnvironment,
      buildEnvironmentFile,
      readJson(readText),
      {},
    ),
    releaseNotes: await oneOf('releaseNotes', folder.releaseNotes, releaseNotesFile, readText, ''),
  });
  if (manifest.success) return manifest.data;
  throw refuse(folderManifestName, manifest.error.issues);
}

async function oneOf<Value>(
  field: string,
  here: Value | undefined,
  file: string | undefined,
  read: (path: string) => Promise<Value>,
  otherwise: Value,
): Promise<Value> {
  if (here !== undefined && file !== undefined) {
    throw new Refusal('BAD_INPUT', `${folderManifestName} gives both ${field} and ${field}File.`, { field });
  }
  return here ?? (file === undefined ? otherwise : read(file));
}

const readJson = (readText: (path: string) => Promise<string>) => async (path: string) => {
  const value = parseJson(path, await readText(path));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('BAD_INPUT', `${path} does not hold a JSON object.`, { path });
  }
  return value as Record<string, unknown>;
};

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new Refusal('BAD_INPUT', `${path} is not JSON: ${(error as Error).message}`, { path });
  }
}

function refuse(path: string, issues: readonly z.core.$ZodIssue[]): Refusal {
  const problems = issues.map((issue) => ({
    field: issue.path.join('.') || '(the whole)',
    message: problem(issue),
  }));
  const said = problems.slice(0, 5).map(({ field, message }) => `${field}: ${message}`);
  const more = problems.length > said.length ? ` and ${problems.length - said.length} more` : '';
  return new Refusal('BAD_INPUT', `${path} is not right: ${said.join('; ')}${more}.`, { problems });
}

/** zod/mini has no sentences of its own unless a language is loaded; these few suffice for a manifest. */
function problem(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is missing or not of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return `is longer or larger than ${issue.maximum}`;
    case 'too_small':
      return `is shorter or smaller than ${issue.minimum}`;
    case 'invalid_format':
      return issue.message === 'Invalid input' ? 'does not have the right form' : issue.message;
    default:
      return issue.message;
  }
}
