import type { ChangedThing, UnjudgedCode, VersionChange } from '@countersign/contracts';

export const classWord: Readonly<Record<VersionChange['countsAs'], string>> = {
  retrain: 'Retrain',
  redesign: 'Redesign',
};

export const thingWord: Readonly<Record<ChangedThing['thing'], string>> = {
  script: 'Script',
  parameter: 'Parameter',
  'build-environment': 'Build environment',
  schema: 'Schema',
  configuration: 'Configuration file',
  robustness: 'Robustness cases',
  data: 'Data',
  decision: 'Decision rule',
  'outcome-rule': 'Outcome rule',
  tolerance: 'Tolerance',
  fallback: 'Fallback',
  'golden-set': 'Golden set',
  notebook: 'Notebook',
  fitted: 'Fitted object',
};

/** The section of the comparison of two versions that shows a thing. */
export const sectionOf: Readonly<Record<ChangedThing['thing'], string>> = {
  script: 'files',
  parameter: 'parameters',
  'build-environment': 'build-environment',
  schema: 'files',
  configuration: 'files',
  robustness: 'files',
  data: 'training-data',
  decision: 'schema',
  'outcome-rule': 'schema',
  tolerance: 'schema',
  fallback: 'schema',
  'golden-set': 'golden-set',
  notebook: 'files',
  fitted: 'files',
};

export const codeText: Readonly<Record<UnjudgedCode, string>> = {
  NO_VERSION_BEFORE: 'It is the first version of the model: there is none to hold it against.',
  NO_SCRIPTS:
    'One of the two was registered without scripts, so nobody can say that the same scripts made both.',
  BEFORE_DOES_NOT_STAND:
    'The version before it was never approved, or is blocked: at gates it counts as a redesign.',
};
