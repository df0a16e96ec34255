import type { Action } from '@countersign/contracts';
import {
  type Actor,
  type Command,
  decisions,
  deploymentRoles,
  type Reason,
  whyNot,
} from '@countersign/lifecycle';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { withExpedited } from '../request/expedited-state.ts';
import { whyNotSignExpedited } from '../sign-off/sign-expedited.ts';
import type { EnvironmentFacts, GateFacts } from './gate-facts-row.ts';

/** What the form that follows asks for: it is no reason against opening the form. */
const askedInTheForm: readonly Reason['code'][] = ['INCIDENT_MISSING', 'SIGNER_MISSING'];

/** Every button of a version's page, each with all that stands against it for this actor now. */
export function listActions(
  loaded: LoadedVersion,
  actor: Actor,
  at: string,
  { environments, expedited }: Pick<GateFacts, 'environments' | 'expedited'>,
): Action[] {
  const { state } = loaded;
  const against = (command: Command): Reason[] => whyNot(state, command, actor, at);
  const action = (
    command: Action['command'],
    reasons: Reason[],
    place: Omit<Action, 'command' | 'reasons'> = {},
  ): Action => ({
    command,
    ...place,
    reasons: reasons.map(showReason),
  });
  const keyOf = (id: string | null) => environments.find((environment) => environment.id === id)?.key;

  const requests = [
    ...(['review', 'approval'] as const).map((gate) =>
      action('request', against({ type: 'request', gate }), { gate }),
    ),
    ...environments
      .filter(({ production }) => production)
      .map(({ id, key }) =>
        action('request', against({ type: 'request', gate: 'goLive', environmentId: id }), {
          gate: 'goLive',
          environment: key,
        }),
      ),
  ];
  const collecting = state.requests
    .filter((request) => request.state === 'open')
    .flatMap(({ id, gate, environmentId }) => {
      const environment = keyOf(environmentId);
      const place = { gate, requestId: id, ...(environment === undefined ? {} : { environment }) };
      return [
        action('sign', signingReasons(against, id), place),
        action('withdraw-request', against({ type: 'withdraw-request', requestId: id }), place),
      ];
    });
  const signer = { id: actor.personId, roles: actor.roles };
  const urgent = expedited.flatMap((request) => {
    const environment = keyOf(request.environment_id);
    const reasons = whyNotSignExpedited(loaded, request, signer, at);
    const place = {
      gate: 'goLive' as const,
      requestId: request.id,
      ...(environment === undefined ? {} : { environment }),
    };
    const asked = withExpedited(loaded, request).state;
    const withdrawal = { type: 'withdraw-request', requestId: request.id } as const;
    return [
      action('sign', actor.via === 'session' ? reasons : [{ code: 'TOKEN_CANNOT_SIGN' }], place),
      action('withdraw-request', whyNot(asked, withdrawal, actor, at), place),
    ];
  });
  const resumable = state.deployments
    .filter((deployment) => deployment.state === 'suspended')
    .map(({ id, environmentId }) => {
      const environment = keyOf(environmentId);
      return action('resume', against({ type: 'resume', deploymentId: id }), {
        deploymentId: id,
        ...(environment === undefined ? {} : { environment }),
      });
    });
  const dossier = (['amend-substance', 'amend-presentation', 'add-erratum'] as const).map((type) =>
    action(type, against({ type })),
  );

  return [
    ...requests,
    ...collecting,
    ...urgent,
    ...dossier,
    ...environments.flatMap((environment) => servingActions(environment, action, against)),
    ...resumable,
    action('mark', against({ type: 'mark', standing: state.standing === 'usable' ? 'advisory' : 'blocked' })),
    action('lift', against({ type: 'lift' })),
    action('deprecate', against({ type: 'deprecate', reason: 'retired' })),
  ];
}

/** The signing page opens where any decision may be taken; there each one shows its own reasons. */
function signingReasons(against: (command: Command) => Reason[], requestId: string): Reason[] {
  const reasons = decisions.map((decision) => against({ type: 'sign', requestId, decision }));
  return reasons.find((list) => list.length === 0) ?? reasons[0]!;
}

/** One `deploy` for each role, champion first. */
function servingActions(
  { id, key, production }: EnvironmentFacts,
  action: (
    command: Action['command'],
    reasons: Reason[],
    place: Omit<Action, 'command' | 'reasons'>,
  ) => Action,
  against: (command: Command) => Reason[],
): Action[] {
  const place = { environment: key };
  const environmentId = id;
  const expedited = against({ type: 'deploy-expedited', environmentId }).filter(
    ({ code }) => !askedInTheForm.includes(code),
  );
  return [
    ...deploymentRoles.map((role) =>
      action('deploy', against({ type: 'deploy', environmentId, role }), { ...place, role }),
    ),
    action('promote', against({ type: 'promote', environmentId }), place),
    ...(production ? [action('deploy-expedited', expedited, place)] : []),
    action('stop', against({ type: 'stop', environmentId }), place),
    action('rollback', against({ type: 'rollback', environmentId }), place),
  ];
}
