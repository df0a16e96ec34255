export { builtInPolicies } from './built-in-policies.ts';
export { countedWhereSatisfied } from './counted.ts';
export { isAuthor } from './endorsement.ts';
export { type EvidenceStatus, evidenceStatus } from './evidence-status.ts';
export { expeditedHours, lapsesAt } from './expedited.ts';
export { type GateProgress, gateProgress, type PlaceProgress } from './gate-progress.ts';
export { type LiftProgress, liftProgress, liftRoleOf, liftRoles } from './lift.ts';
export { isSeparateOperator } from './operator-separation.ts';
export { isPlaceRole, signingRoles } from './place.ts';
export * from './policy.ts';
export { type Rail, type RailStop, rail } from './rail.ts';
export * from './state.ts';
export {
  hasAllGates,
  hasEarned,
  hasGoLive,
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
export { can, whyNot } from './why-not/why-not.ts';
