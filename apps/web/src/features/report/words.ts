import type { FileFormat, ReportKind, ReportRow } from '@countersign/contracts';

export const formatWord: Readonly<Record<FileFormat, string>> = { pdf: 'PDF', csv: 'CSV', json: 'JSON' };

export const kindWord: Readonly<Record<ReportKind, string>> = {
  record: 'Record of what happened',
  inventory: 'Inventory as of a date',
  exceptions: 'Exceptions',
  findings: 'Open findings by age',
  separation: 'Separation of duties',
  access: 'Access review',
  recall: 'Recall',
};

/** What is being made, as a report's state says it. */
export const stepWord: Readonly<Record<NonNullable<ReportRow['step']>, string>> = {
  collecting: 'Reading the ledger',
  json: 'Writing JSON',
  csv: 'Writing CSV',
  pdf: 'Setting the PDF',
};
