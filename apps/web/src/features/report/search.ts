import { type EventGroup, eventGroups, generalReportKinds, type ReportKind } from '@countersign/contracts';
import { dayIn, oneOf, textIn } from '../../app/search-text.ts';

export const aboutWhat = ['prediction', 'customer'] as const;

export interface ReportsSearch {
  /** The record of what happened, where nothing else is said. */
  kind?: ReportKind;
  /** Of models and a period, where nothing else is said. */
  by?: (typeof aboutWhat)[number];
  model?: string;
  version?: string;
  person?: string;
  /** Days in the person's own zone, both included. */
  from?: string;
  to?: string;
  /** Of an inventory: the day in the person's own zone at whose end it stands. */
  asOf?: string;
  /** Kinds of events, with commas between them. */
  events?: string;
  /** Rule sets, with commas between them. */
  rules?: string;
  prediction?: string;
  after?: string;
}

export const reportsSearch = (found: Record<string, unknown>): ReportsSearch => ({
  kind: oneOf(generalReportKinds, found.kind),
  by: oneOf(aboutWhat, found.by),
  model: textIn(found.model),
  version: textIn(found.version),
  person: textIn(found.person),
  from: dayIn(found.from),
  to: dayIn(found.to),
  asOf: dayIn(found.asOf),
  events: textIn(found.events),
  rules: textIn(found.rules),
  prediction: textIn(found.prediction),
  after: textIn(found.after),
});

export const groupsIn = (text: string | undefined): EventGroup[] =>
  eventGroups.filter((group) => text?.split(',').includes(group));

export const rulesIn = (text: string | undefined): string[] =>
  text?.split(',').filter((key) => key !== '') ?? [];
