import type { PlannedSwitch } from '@countersign/contracts';

export const verdictWord: Readonly<Record<PlannedSwitch['verdict'], string>> = {
  same: 'the same inputs and outputs',
  compatible: 'inputs and outputs change, and nothing breaks for who goes on as before',
  breaking: 'breaks for who goes on as before',
  unknown: 'unknown: one of the versions declares no schema',
};

export const endWord: Readonly<Record<NonNullable<PlannedSwitch['ended']>['why'], string>> = {
  switched: 'carried out',
  withdrawn: 'withdrawn',
  overtaken: 'overtaken: another version came first',
  deprecated: 'ended: the version was deprecated',
};
