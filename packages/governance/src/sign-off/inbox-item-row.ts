import type { InboxItem } from '@countersign/contracts';
import {
  type Actor,
  type GateProgress,
  gateProgress,
  liftProgress,
  liftRoleOf,
  type ReasonCode,
  whyNot,
} from '@countersign/lifecycle';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { signedOf } from '../lifecycle/signed-of.ts';
import type { InboxCandidate } from './inbox-candidate-row.ts';
import { whyNotSignExpedited } from './sign-expedited.ts';

type Judged = Pick<InboxItem, 'signed' | 'needed' | 'why'>;

/** The item, where the machine says that this person can act on it now; else null. */
export function toInboxItem(
  candidate: InboxCandidate,
  loaded: LoadedVersion,
  actor: Actor,
  at: string,
): InboxItem | null {
  const judged = judge[candidate.kind](candidate, loaded, actor, at);
  if (judged === null) return null;
  return {
    requestId: candidate.id,
    kind: candidate.kind,
    gate: candidate.gate,
    environment: candidate.environment,
    incident: candidate.incident,
    model: candidate.model,
    version: { label: candidate.label, revision: candidate.revision, stage: candidate.stage },
    threadId: candidate.thread_id,
    ...judged,
    askedAt: candidate.asked_at.toISOString(),
    askedBy: candidate.asked_by,
    dueAt: candidate.due_at?.toISOString() ?? null,
  };
}

type Judge = (candidate: InboxCandidate, loaded: LoadedVersion, actor: Actor, at: string) => Judged | null;

/** A check that is missing or fails keeps nobody from reading, asking for changes or rejecting. */
const bearable: readonly ReasonCode[] = ['EVIDENCE_MISSING', 'EVIDENCE_FAILED'];

const judge: Record<InboxItem['kind'], Judge> = {
  sign(candidate, loaded, actor, at) {
    if (candidate.incident !== null) return judgeExpedited(candidate, loaded, actor, at);
    const { state } = loaded;
    const progress = gateProgress(state, candidate.id);
    const place = progress.missing.find(({ role }) => actor.roles.includes(role));
    if (place === undefined) return null;
    const command = { type: 'sign', requestId: candidate.id, decision: 'endorse', role: place.role } as const;
    if (whyNot(state, command, actor, at).some(({ code }) => !bearable.includes(code))) return null;
    return { ...signedOf(progress), why: whyToSign(candidate, progress, place.role) };
  },
  're-endorse'(candidate, { state }, actor, at) {
    const reasons = whyNot(state, { type: 're-endorse', signOffId: candidate.sign_off_id ?? '' }, actor, at);
    if (reasons.length > 0) return null;
    return { ...signedOf(gateProgress(state, candidate.id)), why: whyToReEndorse(candidate) };
  },
  'changes-requested'(candidate, { state }) {
    const progress = gateProgress(state, candidate.id);
    if (progress.heldBy.length === 0) return null;
    const others = progress.heldBy.length - 1;
    const who = `${candidate.asked_by.name}${others > 0 ? ` and ${others} more` : ''}`;
    return { ...signedOf(progress), why: `${who} requested changes to revision ${candidate.revision}` };
  },
  finding({ finding, due_at }, _loaded, _actor, at) {
    if (finding === null) return null;
    const overdue = due_at !== null && due_at.toISOString() <= at ? 'Overdue: ' : '';
    return {
      signed: 0,
      needed: 0,
      why: `${overdue}${finding.name}, ${finding.severity}: ${finding.title}`,
    };
  },
  mention(candidate) {
    const about = candidate.thread_about === null ? '' : `, about ${candidate.thread_about}`;
    return { signed: 0, needed: 0, why: `${candidate.asked_by.name} mentioned you in a discussion${about}` };
  },
  lift(candidate, { state }, actor, at) {
    const role = liftRoleOf(actor);
    if (role === null || whyNot(state, { type: 'lift' }, actor, at).length > 0) return null;
    const signed = liftProgress(state).signedBy.length;
    const after = liftProgress({
      ...state,
      liftSignatures: [...state.liftSignatures, { personId: actor.personId, role }],
    });
    if (!after.lifted) return null;
    const mark = candidate.standing === 'blocked' ? 'the mark “do not use”' : 'the advisory';
    return {
      signed,
      needed: signed + 1,
      why: `${candidate.asked_by.name} signed to lift ${mark}; your signature completes it`,
    };
  },
};

function judgeExpedited(
  candidate: InboxCandidate,
  loaded: LoadedVersion,
  actor: Actor,
  at: string,
): Judged | null {
  const { incident, environment_id: environmentId } = candidate;
  if (actor.via !== 'session' || incident === null || environmentId === null) return null;
  const signer = { id: actor.personId, roles: actor.roles };
  if (whyNotSignExpedited(loaded, { incident, environment_id: environmentId }, signer, at).length > 0)
    return null;
  return {
    signed: 0,
    needed: 1,
    why: `Expedited: incident ${incident}, a forward fix waits for its one signature`,
  };
}

const endedBy: Readonly<Record<string, string>> = {
  'substance-amended': 'Substance changed',
  'check-failed': 'A required check failed',
};

function whyToSign({ before }: InboxCandidate, progress: GateProgress, role: string): string {
  if (before?.state === 'void')
    return `${endedBy[before.cause ?? ''] ?? 'Your sign-off became void'} after you signed revision ${before.revision}`;
  if (before?.state === 'cleared')
    return `A new revision answers the changes that you requested to revision ${before.revision}`;
  const failing = progress.evidence.filter(({ status }) => status === 'fail').map(({ kind }) => kind);
  if (failing.length > 0) return `Required evidence does not pass: ${failing.join(', ')}`;
  const missing = progress.evidence.filter(({ status }) => status === 'missing').map(({ kind }) => kind);
  if (missing.length > 0) return `Required evidence is not there yet: ${missing.join(', ')}`;
  const filled = progress.places
    .filter((place) => place.role === role)
    .reduce((sum, place) => sum + place.filled.length, 0);
  return `Waits for its ${ordinals[filled] ?? 'next'} ${role}`;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

function whyToReEndorse({ notes_changed, description_changed }: InboxCandidate): string {
  const changed = [
    ...(notes_changed ? ['release notes'] : []),
    ...(description_changed ? ['description'] : []),
  ].join(' and ');
  return changed === ''
    ? 'The prose changed and was changed back'
    : `${changed[0]!.toUpperCase()}${changed.slice(1)} changed, nothing else`;
}
