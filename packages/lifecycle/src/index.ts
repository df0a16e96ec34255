export { asFoundDays } from './as-found.ts';
export { absentFor, peopleBehind } from './behind.ts';
export { builtInPolicies } from './built-in-policies.ts';
export { type Amendment, afterAmendment } from './consequences/after-amendment.ts';
export { afterAuthorFound, afterEvidence, afterReferences } from './consequences/after-fact.ts';
export {
  afterDeploymentChange,
  afterDeprecate,
  afterLapse,
  afterLift,
  afterMark,
  heirAfterLapse,
} from './consequences/after-serving.ts';
export {
  afterReEndorse,
  afterRoleLost,
  afterSignOff,
  afterWithdrawRequest,
  afterWithdrawSignOff,
} from './consequences/after-sign-off.ts';
export type { Consequences, DeploymentChange } from './consequences/consequences.ts';
export { countedWhereSatisfied } from './counted.ts';
export { dueDays } from './due.ts';
export { isAuthor } from './endorsement.ts';
export { type EvidenceStatus, evidenceStatus } from './evidence-status.ts';
export { expeditedHours, lapsesAt } from './expedited.ts';
export { type GateProgress, gateProgress, type PlaceProgress } from './gate-progress.ts';
export { type LiftProgress, liftProgress, liftRoleOf, liftRoles } from './lift.ts';
export { isAllowed, next } from './machine/next.ts';
export {
  type GovernedEvent,
  given,
  isSystemEvent,
  type SystemEvent,
  type VersionEvent,
} from './machine/version-event.ts';
export {
  type Position,
  positionOf,
  resolveState,
  transition,
  type VersionSnapshot,
  versionMachine,
} from './machine/version-machine.ts';
export {
  tierSignerOf,
  whyNotDetermine,
  whyNotImportAsFound,
  whyNotRegister,
  whyNotSignTier,
} from './model-acts.ts';
export { isSeparateOperator } from './operator-separation.ts';
export { isPlaceRole, signingRoles } from './place.ts';
export * from './policy.ts';
export { type Rail, type RailStop, rail } from './rail.ts';
export { type ReferenceStatus, referenceStatus } from './reference-status.ts';
export { signingRoleOf } from './signing-role.ts';
export * from './state.ts';
export {
  type TierAnswers,
  type TierFinding,
  type TierQuestion,
  tierOf,
  tierQuestions,
  tierRule,
} from './tier.ts';
export {
  championBefore,
  hasAllGates,
  hasEarned,
  hasGoLive,
  hasLapsed,
  hasStandingRejection,
  isBlocked,
  isGateRejected,
  isGateVoid,
  isInProduction,
  isOverdue,
  isRenewalDue,
  lowestVoidGate,
  stageOf,
} from './version-facts.ts';
export * from './vocabulary.ts';
export {
  type GateOutlook,
  type RoleHolder,
  type SigningOutlook,
  whoCouldSign,
} from './who-could-sign.ts';
export { whyNotMandate } from './why-not/mandate.ts';
export { can, whyNot } from './why-not/why-not.ts';
export { announcers, mayAnnounce, whyNotAnnounce } from './why-not-announce.ts';
export { whyNotStart } from './why-not-start.ts';
