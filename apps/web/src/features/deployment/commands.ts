import type { Deployed, VersionAddress } from '@countersign/contracts';
import type { DeploymentRole } from '@countersign/lifecycle';
import { api } from '../../app/api.ts';

export const deploymentCommands = ['deploy', 'promote', 'resume', 'stop', 'rollback'] as const;
export type DeploymentCommand = (typeof deploymentCommands)[number];

export const isDeploymentCommand = (word: string): word is DeploymentCommand =>
  deploymentCommands.some((command) => command === word);

export const commandVerb: Record<DeploymentCommand, string> = {
  deploy: 'Deploy',
  promote: 'Promote',
  resume: 'Resume',
  stop: 'Stop',
  rollback: 'Roll back',
};

export interface CommandInput {
  command: DeploymentCommand;
  address: VersionAddress;
  environment: string;
  deploymentId: string | undefined;
  role: DeploymentRole;
  comment: string;
  /** Why it goes live although consumers object. */
  overObjections: string;
}

export function runDeploymentCommand(input: CommandInput): Promise<Deployed> {
  const { command, address, environment, deploymentId, role } = input;
  const comment = input.comment.trim() || undefined;
  const there = { ...address, environment, comment };
  const overObjections = input.overObjections.trim() || undefined;
  switch (command) {
    case 'deploy':
      return api.deployment.deploy.mutate({ ...there, role, overObjections });
    case 'promote':
      return api.deployment.promote.mutate({ ...there, overObjections });
    case 'stop':
      return api.deployment.stop.mutate(there);
    case 'rollback':
      return api.deployment.rollback.mutate(there);
    case 'resume':
      return api.deployment.resume.mutate({ deploymentId: deploymentId ?? '', comment });
  }
}
