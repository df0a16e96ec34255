/** The closed words of the road. One word per idea; labels for people live in the web app. */

export const stages = ['registered', 'reviewed', 'approved', 'deployed', 'deprecated'] as const;
export type Stage = (typeof stages)[number];

/** What the gates gave, kept beside `deployed`: leaving the last production environment shows it again. */
export const earnedStages = ['registered', 'reviewed', 'approved'] as const;
export type EarnedStage = (typeof earnedStages)[number];

export const standings = ['usable', 'advisory', 'blocked'] as const;
export type Standing = (typeof standings)[number];

export const gates = ['review', 'approval', 'goLive'] as const;
export type Gate = (typeof gates)[number];

export const tiers = ['low', 'moderate', 'high'] as const;
export type Tier = (typeof tiers)[number];

export const roles = [
  'administrator',
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
  'auditor',
  'consumer',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

/** How a version came out of the one before it: trained again, or another model in some part. */
export const changeClasses = ['retrain', 'redesign'] as const;
export type ChangeClass = (typeof changeClasses)[number];

export const decisions = ['endorse', 'request-changes', 'reject'] as const;
export type Decision = (typeof decisions)[number];

export const deploymentRoles = ['champion', 'challenger', 'shadow'] as const;
export type DeploymentRole = (typeof deploymentRoles)[number];

/** On whose word a deployment serves. `mandate` and `as-found` have their place here and are built later. */
export const grounds = ['gates', 'expedited', 'mandate', 'as-found'] as const;
export type Ground = (typeof grounds)[number];

export const deprecationReasons = ['superseded', 'retired', 'rejected', 'withdrawn'] as const;
export type DeprecationReason = (typeof deprecationReasons)[number];

export const evidenceKinds = [
  'golden-set-parity',
  'robustness-run',
  'prior-agreement',
  'metric-comparison',
  'claim-check',
  'latency',
  'checklist',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What a version can refer to outside: numbers of other systems that a policy may require. */
export const referenceKinds = ['change', 'ticket', 'pull-request', 'incident', 'document', 'other'] as const;
export type ReferenceKind = (typeof referenceKinds)[number];
