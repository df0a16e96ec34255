import * as z from 'zod/mini';
import type { LedgerEvent } from './ledger-event.ts';

/** Kinds of events, as somebody who asks for a report chooses them. */
export const eventGroups = [
  'dossier',
  'sign-offs',
  'evidence',
  'deployments',
  'standing',
  'discussion',
  'predictions',
  'models',
  'access',
  'rules',
  'reports',
  'refusals',
] as const;
export const EventGroup = z.enum(eventGroups);
export type EventGroup = z.infer<typeof EventGroup>;

const ofVersions: readonly (readonly [RegExp, EventGroup])[] = [
  [
    /^(?:requested|request-|claim|assigned|signed-off|sign-off-|re-endorsed|hold-|condition-|goal-)/,
    'sign-offs',
  ],
  [/^(?:evidence|finding)/, 'evidence'],
  [/^(?:deployed|promoted|stopped|lapsed|rolled-back|suspended|resumed|deployment|permit)/, 'deployments'],
  [/^(?:marked|lift)/, 'standing'],
  [/^(?:thread|comment|suggest)/, 'discussion'],
];
const ofOthers: readonly (readonly [RegExp, EventGroup])[] = [
  [/^notices?\./, 'standing'],
  [/^(?:model|as-found|consumer)\./, 'models'],
  [/^(?:predictions?|outcomes|subject|rescoring)\./, 'predictions'],
  [/^(?:person|service|role|delegation|access|token)\./, 'access'],
  [/^recall\./, 'standing'],
  [/^(?:report|sample|schedule)\./, 'reports'],
  [/^command\./, 'refusals'],
];

/** The kind of an event, by its name: a new one belongs to one by itself. */
export function eventGroupOf(event: LedgerEvent): EventGroup {
  const [noun, act] = event.split('.') as [string, string];
  if (noun === 'version') return ofVersions.find(([pattern]) => pattern.test(act))?.[1] ?? 'dossier';
  return ofOthers.find(([pattern]) => pattern.test(event))?.[1] ?? 'rules';
}
