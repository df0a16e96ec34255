import type { ImportedThing, ImportKind } from '@countersign/contracts';

export const kindWord: Readonly<Record<ImportKind, string>> = {
  openlineage: 'OpenLineage, events of runs',
  dvc: 'DVC, a repository',
  'mlflow-runs': 'MLflow, runs of an mlruns folder',
  'mlflow-model': 'MLflow, a model directory',
};

export const thingWord: Readonly<Record<ImportedThing, readonly [one: string, many: string]>> = {
  experiment: ['experiment', 'experiments'],
  run: ['run', 'runs'],
  version: ['version', 'versions'],
  file: ['file', 'files'],
  claim: ['claim', 'claims'],
};
