import type { ReportLine, ReportSection } from '@countersign/contracts';
import { column, listed, type PlannedSection } from './report-plan.ts';

/** Rows of a section of an inventory; the list of models is not to end at what a page of facts ends at. */
const mostRows = 50_000;

type Described = Omit<ReportSection, 'count' | 'note'> & { readonly note?: string };

const version = [column('model', 'Model', 'code'), column('version', 'Version', 'code')] as const;
const text = (line: ReportLine, key: string): string => String(line[key] ?? '');

/** By the key of the model; a model's own rows stay in the order in which they happened. */
const inventory = (section: Described, lines: readonly ReportLine[], key: string): PlannedSection =>
  listed(
    section,
    [...lines].sort((one, other) => text(one, key).localeCompare(text(other, key))),
    mostRows,
  );

export const modelsSection = (lines: readonly ReportLine[]): PlannedSection =>
  inventory(
    {
      key: 'models',
      title: 'Models',
      form: 'table',
      note: 'As the entries up to that moment tell them. Names of models and people are those of today. Owners held the role on the model, or on every model where nobody held it on this one.',
      columns: [
        column('entry', 'Entry', 'entry', 'beneath'),
        column('model', 'Model', 'code'),
        column('name', 'Name', 'text', 'beneath'),
        column('owner', 'Owner'),
        column('tier', 'Tier'),
        column('policy', 'Policy', 'text', 'beneath'),
        column('versions', 'Versions', 'count'),
        column('stages', 'By stage'),
        column('standings', 'Not usable'),
        column('production', 'In prod.', 'count'),
        column('retired', 'Retired', 'flag', 'beneath'),
        column('at', 'Made', 'instant', 'beneath'),
      ],
    },
    lines,
    'model',
  );

export const versionsSection = (lines: readonly ReportLine[]): PlannedSection =>
  inventory(
    {
      key: 'versions',
      title: 'Versions',
      form: 'table',
      note: 'Every version that was registered by then.',
      columns: [
        column('entry', 'Entry', 'entry'),
        ...version,
        column('stage', 'Stage'),
        column('since', 'Since', 'instant'),
        column('standing', 'Standing'),
        column('served', 'Served'),
        column('approvedUntil', 'Approved until', 'instant'),
        column('asFound', 'As found', 'flag', 'beneath'),
      ],
    },
    lines,
    'model',
  );

export const servedSection = (lines: readonly ReportLine[]): PlannedSection =>
  inventory(
    {
      key: 'served',
      title: 'What served where',
      form: 'table',
      note: 'Production first. A suspended deployment answered nothing; it had not ended.',
      columns: [
        column('entry', 'Entry', 'entry'),
        ...version,
        column('environment', 'Environment'),
        column('production', 'Prod.', 'flag'),
        column('role', 'Role'),
        column('state', 'State'),
        column('ground', 'On the ground of', 'text', 'beneath'),
        column('since', 'Since', 'instant'),
        column('by', 'By'),
      ],
    },
    lines,
    'model',
  );

export const approvalsSection = (lines: readonly ReportLine[]): PlannedSection =>
  inventory(
    {
      key: 'approvals',
      title: 'Who had signed, under which policy',
      form: 'table',
      note: 'Of each gate the request that counted, or the latest, with its signatures as they stood at that moment. Only those that say current counted.',
      columns: [
        column('entry', 'Entry', 'entry'),
        ...version,
        column('gate', 'Gate'),
        column('environment', 'Environment', 'text', 'beneath'),
        column('incident', 'Incident', 'text', 'beneath'),
        column('person', 'Name'),
        column('deputyFor', 'Deputy for', 'text', 'beneath'),
        column('role', 'As', 'text', 'beneath'),
        column('decision', 'Decision'),
        column('state', 'State'),
        column('gateState', 'The gate', 'text', 'beneath'),
        column('at', 'When', 'instant'),
        column('policy', 'Policy'),
        column('assurance', 'Assurance', 'code', 'data'),
        column('asked', 'Asked by entry', 'entry', 'data'),
      ],
    },
    lines,
    'model',
  );
