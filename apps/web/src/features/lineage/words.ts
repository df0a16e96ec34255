import type { LineageEdge, LineageKind, LineageRelation } from '@countersign/contracts';

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

type Whys = Readonly<Record<LineageEdge['basis'], string>>;
const byUs = { checked: 'this portal did it', claimed: 'somebody said so' };
const byBytes = {
  checked: 'the bytes are with the version',
  claimed: 'the makers of the version say so; the portal fetches nothing',
};
const byEvents = { checked: byUs.checked, claimed: 'events of the run that were taken in say so' };

const whys: Readonly<Record<LineageRelation, Whys>> = {
  'trained-on': { ...byBytes, claimed: 'a run that was logged says so' },
  'with-file': byBytes,
  'built-from': byBytes,
  'made-by': {
    checked: 'the run was logged here',
    claimed: 'the version names it, and no such run was logged',
  },
  deployed: byUs,
  recalled: byUs,
  warned: byUs,
  answered: {
    checked: 'this portal answered',
    claimed: 'answers that were given elsewhere and recorded here',
  },
  declared: { ...byUs, claimed: 'the consumer says so' },
  read: byEvents,
  wrote: byEvents,
  predictions: { ...byBytes, claimed: 'the address of the data says so' },
};

/** What was checked and how, or why it is a claim. */
export const whyOf = ({ relation, basis, why }: Pick<LineageEdge, 'relation' | 'basis' | 'why'>): string =>
  why ?? whys[relation][basis];
