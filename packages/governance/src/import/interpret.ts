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
  looksLike(archive: Archive): boolean;
  read(archive: Archive, input: ImportInput): Draft;
}

/** In the order in which kinds are recognised. */
const readers: readonly (readonly [ImportKind, Reader])[] = [
  ['openlineage', { looksLike: looksLikeOpenLineage, read: readOpenLineage }],
  ['evidently', { looksLike: looksLikeEvidently, read: readEvidently }],
  ['dvc', { looksLike: looksLikeDvc, read: readDvc }],
  ['mlflow-model', { looksLike: looksLikeMlflowModel, read: readMlflowModel }],
  ['mlflow-project', { looksLike: looksLikeMlflowProject, read: readMlflowProject }],
  ['mlflow-runs', { looksLike: looksLikeMlflowRuns, read: readMlflowRuns }],
  ['model-card', { looksLike: looksLikeModelCard, read: readModelCard }],
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
    throw refuseImport(input.fileName, '', `has nothing of what makes the kind ${kind}`);
  return reader.read(archive, input);
}
