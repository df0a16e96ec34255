import type { LineageKind, LineageRelation } from '@countersign/contracts';

export const kindWord: Readonly<Record<LineageKind, string>> = {
  dataset: 'Data',
  code: 'Code',
  notebook: 'Notebook',
  run: 'Run',
  version: 'Version',
  deployment: 'Deployment',
  recall: 'Recall',
  consumer: 'Consumer',
};
export const kindsWord: Readonly<Record<LineageKind, string>> = {
  dataset: 'Data',
  code: 'Code',
  notebook: 'Notebooks',
  run: 'Runs',
  version: 'Versions',
  deployment: 'Deployments',
  recall: 'Recalls',
  consumer: 'Consumers',
};

/** What stands between the upper thing and the lower one, read from the upper one and from the lower one. */
export const relationWords: Readonly<
  Record<LineageRelation, { readonly down: string; readonly up: string }>
> = {
  'trained-on': { down: 'trained', up: 'trained on' },
  'with-file': { down: 'a file of', up: 'with the file' },
  'built-from': { down: 'built into', up: 'built from' },
  'made-by': { down: 'made', up: 'made by' },
  deployed: { down: 'deployed:', up: 'deploys' },
  recalled: { down: 'recalled:', up: 'recalls' },
  warned: { down: 'warned', up: 'warned by' },
  answered: { down: 'answered', up: 'answered by' },
  declared: { down: 'used by', up: 'declares to use' },
  read: { down: 'read by', up: 'read' },
  wrote: { down: 'wrote', up: 'written by' },
  predictions: { down: 'predicted', up: 'predictions of' },
};
