import type { InboxItem } from '@countersign/contracts';
import {
  type Actor,
  absentFor,
  type GateProgress,
  gateProgress,
  liftProgress,
  liftRoleOf,
  type Role,
  whyNot,
} from '@countersign/lifecycle';
import { isAssigner } from '../claim/assigner.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { signedOf } from '../lifecycle/signed-of.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import type { InboxCandidate } from './inbox-candidate-row.ts';

/** `role`: of the signature that is asked for. */
type Judged = Pick<InboxItem, 'signed' | 'needed' | 'why'> & { readonly role?: Role | null };

/** An item before the people who are away have got their names. */
export type UnnamedItem = Omit<InboxItem, 'deputyFor'> & { readonly absentId: string | null };

/** The item, where the machine says that this person can act on it now; else null. */
export function toInboxItem(
  candidate: InboxCandidate,
  loaded: LoadedVersion,
  actor: Actor,
  at: string,
): UnnamedItem | null {
  const judged = judge[candidate.kind](candidate, loaded, actor, at);
  if (judged === null) return null;
  const { role, ...shown } = judged;
  return {
    requestId: candidate.id,
    kind: candidate.kind,
    gate: candidate.gate,
    environment: candidate.environment,
    incident: candidate.incident,
    model: candidate.model,
    version: { label: candidate.label, revision: candidate.revision, stage: candidate.stage },
    threadId: candidate.thread_id,
    tier: loaded.row.tier,
    absentId: absentFor(actor, role),
    claims: candidate.claims,
    mayAssign: candidate.kind === 'sign' && isAssigner(actor.roles),
    ...shown,
    askedAt: candidate.asked_at.toISOString(),
    askedBy: candidate.asked_by,
    dueAt: candidate.due_at?.toISOString() ?? null,
  };
}

type Judge = (candidate: InboxCandidate, loaded: LoadedVersion, actor: Actor, at: string) => Judged | null;

const judge: Record<InboxItem['kind'], Judge> = {
  sign(candidate, loaded, actor, at) {
    const place = signingPlace(loaded, candidate, actor, at);
    if ('reason' in place) return null;
    const { role } = place;
    if (candidate.incident !== null)
      return {
        signed: 0,
        needed: 1,
        why: `Expedited: incident ${candidate.incident}, a forward fix waits for its one signature`,
        role,
      };
    const progress = gateProgress(loaded.state, candidate.id);
    return { ...signedOf(progress), why: whyToSign(candidate, progress, role), role };
  },
  're-endorse'(candidate, { state }, actor, at) {
    const reasons = whyNot(state, { type: 're-endorse', signOffId: candidate.sign_off_id ?? '' }, actor, at);
    if (reasons.length > 0) return null;
    const role = state.signOffs.find(({ id }) => id === candidate.sign_off_id)?.role ?? null;
    return { ...signedOf(gateProgress(state, candidate.id)), why: whyToReEndorse(candidate), role };
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
      role,
    };
  },
};

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
