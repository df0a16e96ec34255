import type { EventGroup, FileFormat, ReportKind, ReportRow } from '@countersign/contracts';

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

export const formatWord: Readonly<Record<FileFormat, string>> = { pdf: 'PDF', csv: 'CSV', json: 'JSON' };

export const kindWord: Readonly<Record<ReportKind, string>> = {
  record: 'Record of what happened',
  inventory: 'Inventory as of a date',
  exceptions: 'Exceptions',
  findings: 'Open findings by age',
  separation: 'Separation of duties',
  access: 'Access review',
};

/** What is being made, as a report's state says it. */
export const stepWord: Readonly<Record<NonNullable<ReportRow['step']>, string>> = {
  collecting: 'Reading the ledger',
  json: 'Writing JSON',
  csv: 'Writing CSV',
  pdf: 'Setting the PDF',
};
