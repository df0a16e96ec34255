import type { ImportInput, ImportKind } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import type { Draft } from './draft.ts';
import { looksLikeDvc, readDvc } from './dvc-repository.ts';
import { looksLikeEvidently, readEvidently } from './evidently-report.ts';
import { looksLikeMlflowModel, readMlflowModel } from './mlflow-model.ts';
import { looksLikeMlflowProject, readMlflowProject } from './mlflow-project.ts';
import { looksLikeMlflowRuns, readMlflowRuns } from './mlflow-runs.ts';
import { looksLikeModelCard, readModelCard } from './model-card.ts';
import { looksLikeOpenLineage, readOpenLineage } from './openlineage.ts';
import { refuseImport } from './refuse-import.ts';

interface Reader {
  /** What it knows its files by. */
  readonly sign: string;
  looksLike(archive: Archive): boolean;
  read(archive: Archive, input: ImportInput): Draft;
}

/** In the order in which kinds are recognised. */
const readers: readonly (readonly [ImportKind, Reader])[] = [
  [
    'openlineage',
    {
      sign: 'events with eventTime and schemaURL in one JSON',
      looksLike: looksLikeOpenLineage,
      read: readOpenLineage,
    },
  ],
  [
    'evidently',
    {
      sign: 'one JSON with the results of metrics and tests as Evidently writes them',
      looksLike: looksLikeEvidently,
      read: readEvidently,
    },
  ],
  ['dvc', { sign: 'a dvc.yaml, a dvc.lock or an artifacts.yaml', looksLike: looksLikeDvc, read: readDvc }],
  ['mlflow-model', { sign: 'a file MLmodel', looksLike: looksLikeMlflowModel, read: readMlflowModel }],
  [
    'mlflow-project',
    { sign: 'a file MLproject', looksLike: looksLikeMlflowProject, read: readMlflowProject },
  ],
  [
    'mlflow-runs',
    {
      sign: 'a meta.yaml of an experiment and its runs',
      looksLike: looksLikeMlflowRuns,
      read: readMlflowRuns,
    },
  ],
  [
    'model-card',
    { sign: 'Markdown that begins with front matter', looksLike: looksLikeModelCard, read: readModelCard },
  ],
];

/** What an archive would become, by the kind that is said or recognised. @throws Refusal IMPORT_REFUSED */
export function interpret(archive: Archive, input: ImportInput): Draft {
  if (archive.files.size === 0) throw refuseImport(input.fileName, '', 'holds no file');
  const found = readers.find(([kind, { looksLike }]) =>
    input.kind === undefined ? looksLike(archive) : kind === input.kind,
  );
  const [kind, reader] = found ?? [];
  if (!reader)
    throw refuseImport(
      input.fileName,
      '',
      'is of no kind that is known here: an mlruns folder, a model directory or a project of MLflow, a repository of DVC, events of OpenLineage, a report of Evidently, or a model card',
    );
  if (!reader.looksLike(archive))
    throw refuseImport(input.fileName, '', `has nothing that the kind ${kind} is known by: ${reader.sign}`);
  return reader.read(archive, input);
}
