import { deploymentRoles, grounds } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { StageName, StandingName } from './policy.ts';
import {
  Comment,
  Id,
  Instant,
  Line,
  ModelKey,
  PersonRef,
  Prose,
  Reason,
  Receipt,
  VersionLabel,
} from './primitives.ts';

export const EnvironmentRow = z.object({
  id: Id,
  key: z.string(),
  production: z.boolean(),
  requiredStage: z.enum(['registered', 'reviewed', 'approved']),
  createdAt: Instant,
});
export type EnvironmentRow = z.infer<typeof EnvironmentRow>;

export const DeploymentRow = z.object({
  id: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  version: z.object({ id: Id, label: z.string(), stage: StageName, standing: StandingName }),
  environment: z.string(),
  production: z.boolean(),
  role: z.enum(deploymentRoles),
  ground: z.enum(grounds),
  state: z.enum(['serving', 'suspended', 'ended']),
  share: z.number(),
  by: PersonRef,
  at: Instant,
  endedAt: z.nullable(Instant),
  endReason: z.nullable(z.string()),
  lapsesAt: z.nullable(Instant),
  incident: z.nullable(z.string()),
  number: z.nullable(z.int()),
});
export type DeploymentRow = z.infer<typeof DeploymentRow>;

/** What an operator can do with a model in one environment. */
export const EnvironmentBoard = z.object({
  environment: EnvironmentRow,
  deployments: z.array(DeploymentRow),
  /** Versions that could be deployed or rolled back to, with the reasons where one may not be. */
  candidates: z.array(
    z.object({
      label: z.string(),
      stage: StageName,
      standing: StandingName,
      deploy: z.array(Reason),
      rollback: z.nullable(z.array(Reason)),
    }),
  ),
});
export type EnvironmentBoard = z.infer<typeof EnvironmentBoard>;

const overObjections = {
  /** Why it goes live although consumers object to the switch; asked for where one does. */
  overObjections: z.optional(Prose(2_000)),
};
export const Deploy = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string(),
  role: z.enum(deploymentRoles),
  comment: z.optional(Comment),
  ...overObjections,
});
export type Deploy = z.infer<typeof Deploy>;
export const DeployExpedited = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string(),
  incident: Line(100),
  signOffId: Id,
  comment: z.optional(Comment),
});
export type DeployExpedited = z.infer<typeof DeployExpedited>;
/** Asks for the one signature of the expedited road. */
export const OpenExpedited = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string(),
  incident: Line(100),
  comment: Comment,
});
export type OpenExpedited = z.infer<typeof OpenExpedited>;
export const InEnvironment = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string(),
  comment: z.optional(Comment),
});
export type InEnvironment = z.infer<typeof InEnvironment>;
export const Promote = z.extend(InEnvironment, overObjections);
export type Promote = z.infer<typeof Promote>;
export const ResumeDeployment = z.object({ deploymentId: Id, comment: z.optional(Comment) });
export type ResumeDeployment = z.infer<typeof ResumeDeployment>;
export const Deployed = z.object({ deploymentId: z.nullable(Id), stage: StageName, receipt: Receipt });
export type Deployed = z.infer<typeof Deployed>;
