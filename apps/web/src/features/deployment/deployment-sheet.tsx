import type { VersionAddress, VersionPage } from '@countersign/contracts';
import type { DeploymentRole } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, RadioSegments, Reasons, TextArea } from '../../controls/index.ts';
import { deploymentRoleWord } from '../../marks/index.ts';
import { BeforeGoLive, comingIn, switchesQuery } from '../switching/index.ts';
import { commandVerb, type DeploymentCommand, runDeploymentCommand } from './commands.ts';

const roles = Object.keys(deploymentRoleWord) as DeploymentRole[];

const caption: Record<DeploymentCommand, string> = {
  deploy: 'A new champion takes the place of the one before.',
  promote: 'The challenger becomes champion; the champion before it ends.',
  resume: 'The suspended deployment serves again.',
  stop: 'It stops answering here at once.',
  rollback: 'Becomes champion again at once, without a new sign-off.',
};

/** The machine's reasons for this command here, by role where there is one per role. */
function reasonsFor(
  page: VersionPage | undefined,
  command: DeploymentCommand,
  environment: string,
  role: DeploymentRole,
): string[] {
  const action = page?.actions.find(
    (found) =>
      found.command === command &&
      found.environment === environment &&
      (command !== 'deploy' || found.role === undefined || found.role === role),
  );
  return action?.reasons.map(({ message }) => message) ?? [];
}

export function DeploymentSheet({
  command,
  address,
  environment = 'production',
  deploymentId,
  role: roleAsked = 'champion',
  onClose,
}: {
  command: DeploymentCommand;
  address: VersionAddress;
  environment: string | undefined;
  deploymentId: string | undefined;
  role?: DeploymentRole;
  onClose: () => void;
}) {
  const whyId = useId();
  const [role, setRole] = useState<DeploymentRole>(roleAsked);
  const [comment, setComment] = useState('');
  const [overObjections, setOverObjections] = useState('');
  const version = useQuery({
    queryKey: ['version', 'read', address],
    queryFn: () => api.version.read.query(address),
  });
  const run = useCommand(runDeploymentCommand, onClose);
  const switching = command === 'promote' || (command === 'deploy' && role === 'champion');
  const switches = useQuery({ ...switchesQuery(address), enabled: switching });
  const planned = switching ? comingIn(switches.data, environment) : null;
  const objections = planned?.objections.count ?? 0;
  // Whether somebody objects has to be known before it goes live.
  const isReading = version.isPending || (switching && switches.isPending);
  const reasons = reasonsFor(version.data, command, environment, role);
  const verb = commandVerb[command];
  return (
    <CommandDialog
      title={`${verb}: ${address.model} ${address.version} in ${environment}`}
      caption={caption[command]}
      verb={verb}
      kind={command === 'stop' ? 'stop' : 'main'}
      refused={`${verb}: refused`}
      busy={run.isPending}
      error={run.error}
      ready={!isReading && reasons.length === 0 && (objections === 0 || overObjections.trim() !== '')}
      onSubmit={() =>
        run.mutate({ command, address, environment, deploymentId, role, comment, overObjections })
      }
      onClose={onClose}
    >
      {command === 'deploy' && (
        <RadioSegments
          label="Role"
          options={roles.map((value) => ({ value, label: deploymentRoleWord[value] }))}
          value={role}
          onChange={setRole}
        />
      )}
      {switching && switches.isPending && (
        <p className="soft" aria-busy="true">
          Reading what consumers say.
        </p>
      )}
      {planned && <BeforeGoLive planned={planned} />}
      {objections > 0 && (
        <TextArea
          label="Why it goes live although consumers object"
          required
          maxLength={2_000}
          hint="Stays in the entry of the go-live."
          value={overObjections}
          onChange={(event) => setOverObjections(event.target.value)}
        />
      )}
      <TextArea
        label="Comment, if there is something to record"
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Reasons id={whyId} title="Not possible here" sentences={reasons} />
    </CommandDialog>
  );
}
