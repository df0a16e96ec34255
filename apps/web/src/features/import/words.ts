import type { ImportedThing, ImportKind } from '@countersign/contracts';

export const kindWord: Readonly<Record<ImportKind, string>> = {
  openlineage: 'OpenLineage, events of runs',
  evidently: 'Evidently, a report',
  dvc: 'DVC, a repository',
  'mlflow-runs': 'MLflow, runs of an mlruns folder',
  'model-card': 'Model card, as Hugging Face has them',
  'mlflow-model': 'MLflow, a model directory',
  'mlflow-project': 'MLflow, a project',
};

export const thingWord: Readonly<Record<ImportedThing, readonly [one: string, many: string]>> = {
  experiment: ['experiment', 'experiments'],
  run: ['run', 'runs'],
  version: ['version', 'versions'],
  file: ['file', 'files'],
  'entry-point': ['entry point', 'entry points'],
  document: ['document', 'documents'],
  dataset: ['dataset', 'datasets'],
  claim: ['claim', 'claims'],
};
