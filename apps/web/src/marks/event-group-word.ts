import type { EventGroup } from '@countersign/contracts';

/** Kinds of events, for those who choose among them. */
export const groupWord: Readonly<Record<EventGroup, string>> = {
  dossier: 'Registration and dossiers',
  'sign-offs': 'Requests and sign-offs',
  evidence: 'Evidence and findings',
  deployments: 'Deployments',
  standing: 'Blocks and advisories',
  discussion: 'Discussion and suggestions',
  predictions: 'Predictions and look-ups',
  models: 'Models',
  access: 'People, roles and access',
  rules: 'Policies and settings',
  reports: 'Reports',
  refusals: 'Refused attempts',
};
