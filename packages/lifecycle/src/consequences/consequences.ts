import type { DeploymentState, RequestState, SignOffState, VersionState } from '../state.ts';
import type { EarnedStage, Stage, Standing } from '../vocabulary.ts';

export interface DeploymentChange {
  readonly id: string;
  readonly state: DeploymentState['state'] | 'ended';
  readonly ground: DeploymentState['ground'];
}

/** What an event changed: exactly the rows to write, and the version as it stands then. */
export interface Consequences {
  readonly stage: Stage;
  readonly earned: EarnedStage;
  readonly standing: Standing;
  /** RFC 3339; differs from the version's own where an approval was given. */
  readonly approvalEndsAt: string | null;
  readonly requests: readonly { readonly id: string; readonly state: RequestState['state'] }[];
  readonly signOffs: readonly {
    readonly id: string;
    readonly state: SignOffState['state'];
    readonly roleHeld: boolean;
  }[];
  readonly deployments: readonly DeploymentChange[];
  /** People whose request for changes a new revision answered: they are told. */
  readonly told: readonly string[];
  readonly next: VersionState;
}

function changedSignOffs(before: VersionState, after: VersionState): SignOffState[] {
  const was = new Map(before.signOffs.map((signOff) => [signOff.id, signOff]));
  return after.signOffs.filter(({ id, state, roleHeld }) => {
    const old = was.get(id);
    return old !== undefined && (old.state !== state || old.roleHeld !== roleHeld);
  });
}

function changedDeployments(before: VersionState, after: VersionState): DeploymentChange[] {
  const is = new Map(after.deployments.map((deployment) => [deployment.id, deployment]));
  return before.deployments.flatMap(({ id, state, ground }): DeploymentChange[] => {
    const now = is.get(id);
    if (now === undefined) return [{ id, state: 'ended', ground }];
    return now.state === state && now.ground === ground ? [] : [{ id, state: now.state, ground: now.ground }];
  });
}

/** The difference between two states of one version. Rows that only `after` has are the caller's own writing. */
export function consequencesOf(before: VersionState, after: VersionState): Consequences {
  const requestWas = new Map(before.requests.map(({ id, state }) => [id, state]));
  const signOffs = changedSignOffs(before, after);
  return {
    stage: after.stage,
    earned: after.earned,
    standing: after.standing,
    approvalEndsAt: after.approvalEndsAt,
    requests: after.requests
      .filter(({ id, state }) => requestWas.has(id) && requestWas.get(id) !== state)
      .map(({ id, state }) => ({ id, state })),
    signOffs: signOffs.map(({ id, state, roleHeld }) => ({ id, state, roleHeld })),
    deployments: changedDeployments(before, after),
    told: [...new Set(signOffs.filter(({ state }) => state === 'cleared').map(({ personId }) => personId))],
    next: after,
  };
}
