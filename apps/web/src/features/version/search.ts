import type { DeploymentRole } from '@countersign/lifecycle';
import { oneOf, textIn } from '../../app/search-text.ts';

export const versionTabs = [
  'overview',
  'release-notes',
  'evidence',
  'findings',
  'discussion',
  'notebooks',
  'files',
  'sign-offs',
  'deployments',
  'consumers',
  'audit',
] as const;
export type VersionTab = (typeof versionTabs)[number];

export const evidenceFilters = ['required', 'not-opened', 'claimed', 'failed'] as const;
export type EvidenceFilter = (typeof evidenceFilters)[number];

/** Sheets that can be opened over the version. */
export const versionSheets = [
  'request',
  'withdraw',
  'mark',
  'lift',
  'deprecate',
  'erratum',
  'deploy',
  'promote',
  'resume',
  'stop',
  'rollback',
  'expedited',
  'announce',
  'withdraw-switch',
] as const;
export type VersionSheet = (typeof versionSheets)[number];

export interface VersionSearch {
  tab?: Exclude<VersionTab, 'overview'>;
  show?: EvidenceFilter;
  evidence?: string;
  cases?: 'failed';
  file?: string;
  notebook?: string;
  /** Revisions of the release notes that are compared. */
  from?: string;
  /** A version whose release notes are read beside these. */
  beside?: string;
  /** Release notes as they were written, in place of their sections. */
  notes?: 'written';
  edit?: 'notes' | 'description' | 'substance';
  sheet?: VersionSheet;
  gate?: string;
  environment?: string;
  deployment?: string;
  request?: string;
  role?: DeploymentRole;
  /** Threads of the discussion; open ones if unsaid. */
  threads?: 'resolved' | 'all';
  thread?: string;
  after?: string;
}

export const versionSearch = (found: Record<string, unknown>): VersionSearch => ({
  tab: oneOf(
    [
      'release-notes',
      'evidence',
      'findings',
      'discussion',
      'notebooks',
      'files',
      'sign-offs',
      'deployments',
      'consumers',
      'audit',
    ] as const,
    found.tab,
  ),
  show: oneOf(evidenceFilters, found.show),
  evidence: textIn(found.evidence),
  cases: oneOf(['failed'] as const, found.cases),
  file: textIn(found.file),
  notebook: textIn(found.notebook),
  from: textIn(found.from),
  beside: textIn(found.beside),
  notes: oneOf(['written'] as const, found.notes),
  edit: oneOf(['notes', 'description', 'substance'] as const, found.edit),
  sheet: oneOf(versionSheets, found.sheet),
  gate: textIn(found.gate),
  environment: textIn(found.environment),
  deployment: textIn(found.deployment),
  request: textIn(found.request),
  role: oneOf(['champion', 'challenger', 'shadow'] as const, found.role),
  threads: oneOf(['resolved', 'all'] as const, found.threads),
  thread: textIn(found.thread),
  after: textIn(found.after),
});
