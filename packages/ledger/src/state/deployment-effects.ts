import { effect } from './effect.ts';
import { type NumberedEntry, textIfIn, textIn } from './facts.ts';
import type { DeploymentState, LedgerState } from './ledger-state.ts';

const start = (
  state: LedgerState,
  { entry, number }: NumberedEntry,
  as: Pick<DeploymentState, 'role' | 'ground'>,
): void => {
  const { data, actor, at, subject } = entry;
  const id = textIn(data, 'deployment');
  state.deployments.set(id, {
    id,
    version: subject.id,
    environment: textIn(data, 'environment'),
    ...as,
    state: 'serving',
    lapsesAt: textIfIn(data, 'lapsesAt'),
    by: actor.id,
    at,
    entry: number,
  });
};

const move =
  (change: Partial<Pick<DeploymentState, 'state' | 'role'>>) =>
  (state: LedgerState, { entry, number }: NumberedEntry): void => {
    const deployment = state.deployments.get(textIn(entry.data, 'deployment'));
    if (!deployment) return;
    Object.assign(deployment, change);
    if (change.role !== undefined) Object.assign(deployment, { at: entry.at, entry: number });
    deployment.ground = textIfIn(entry.data, 'ground') ?? deployment.ground;
  };

const deployments = ['deployments'] as const;

export const deploymentEffects = {
  'version.deployed': effect(
    deployments,
    'The deployment `deployment` of the version serves in `environment` as `role`, on `ground`. Whatever it takes the place of ends in entries of their own.',
    (state, entry) =>
      start(state, entry, {
        role: textIn(entry.entry.data, 'role'),
        ground: textIn(entry.entry.data, 'ground'),
      }),
  ),
  'version.deployed-expedited': effect(
    ['versions', 'deployments'],
    'The deployment `deployment` serves in `environment` as champion, ground expedited, until `lapsesAt`; the version has used its expedited road.',
    (state, entry) => {
      start(state, entry, { role: 'champion', ground: 'expedited' });
      const version = state.versions.get(entry.entry.subject.id);
      if (version) version.expeditedUsed = true;
    },
  ),
  'version.rolled-back-to': effect(
    deployments,
    'The deployment `deployment` serves in `environment` as champion, on `ground`.',
    (state, entry) => start(state, entry, { role: 'champion', ground: textIn(entry.entry.data, 'ground') }),
  ),
  'version.promoted': effect(
    deployments,
    'The deployment `deployment` is champion.',
    move({ role: 'champion' }),
  ),
  'version.suspended': effect(
    deployments,
    'The deployment `deployment` is suspended: it keeps its place and serves nothing.',
    move({ state: 'suspended' }),
  ),
  'version.resumed': effect(
    deployments,
    'The deployment `deployment` serves, on `ground`.',
    move({ state: 'serving' }),
  ),
  'version.deployment-ended': effect(
    deployments,
    'The deployment `deployment` has ended.',
    move({ state: 'ended' }),
  ),
} as const;
