import type {
  AttachmentKind,
  DatasetReference,
  PredictionPage,
  RecallRow,
  RecordingMode,
  ReplayResult,
} from '@countersign/contracts';
import type {
  Decision,
  DeploymentRole,
  DeprecationReason,
  EvidenceKind,
  Gate,
  Ground,
  ReferenceKind,
  Role,
  Stage,
  Standing,
  Tier,
} from '@countersign/lifecycle';

/** The words that people read for the closed words of the road; a new word there does not compile until named here. */
export const stageWord: Record<Stage, string> = {
  registered: 'Registered',
  reviewed: 'Reviewed',
  approved: 'Approved',
  deployed: 'Deployed',
  deprecated: 'Deprecated',
};
export const standingWord: Record<Standing, string> = {
  usable: 'Usable',
  advisory: 'Advisory',
  blocked: 'Do not use',
};
export const gateWord: Record<Gate, string> = { review: 'Review', approval: 'Approval', goLive: 'Go-live' };
export const roleWord: Record<Role, string> = {
  administrator: 'Administrator',
  owner: 'Owner',
  developer: 'Developer',
  reviewer: 'Reviewer',
  approver: 'Approver',
  operator: 'Operator',
  compliance: 'Compliance',
  auditor: 'Auditor',
  consumer: 'Consumer',
  viewer: 'Viewer',
};
export const tierWord: Record<Tier, string> = { low: 'Low', moderate: 'Moderate', high: 'High' };
export const deploymentRoleWord: Record<DeploymentRole, string> = {
  champion: 'Champion',
  challenger: 'Challenger',
  shadow: 'Shadow',
};
export const groundWord: Record<Ground, string> = {
  gates: 'Its gates',
  expedited: 'Expedited',
  mandate: 'Mandate',
  'as-found': 'As found',
};
export const decisionWord: Record<Decision, string> = {
  endorse: 'Endorse',
  'request-changes': 'Request changes',
  reject: 'Reject',
};
export const decisionPast: Record<Decision, string> = {
  endorse: 'endorsed',
  'request-changes': 'asked for changes',
  reject: 'rejected',
};
export const deprecationWord: Record<DeprecationReason, string> = {
  superseded: 'Superseded by another version',
  retired: 'Retired',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};
export const severityWord: Record<RecallRow['severity'], string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};
export const evidenceKindWord: Record<EvidenceKind, string> = {
  'golden-set-parity': 'Golden set, parity',
  'robustness-run': 'Robustness run',
  'prior-agreement': 'Agreement with the version before',
  'metric-comparison': 'Metric comparison',
  'claim-check': 'Claim check',
  latency: 'Latency',
  checklist: 'Checklist',
};
export const verdictWord: Record<ReplayResult['verdict'], string> = {
  identical: 'Identical',
  'within-tolerance': 'Within tolerance',
  differs: 'Differs',
  'not-replayable': 'Not replayable',
};
export const guaranteeWord: Record<PredictionPage['guarantee'], string> = {
  'bit-exact': 'to the bit, on this runtime',
  tolerance: 'within the declared tolerance',
  unverifiable: 'none: this runtime cannot be run again here',
};

export const recordingWord: Record<RecordingMode, string> = {
  full: 'In full',
  sampled: 'A sample in full',
  reference: 'A reference only',
};

/** The word for a term that an entry uses; `unknown` is what an earlier program's entries do not tell. */
export const wordOf = (words: Readonly<Record<string, string>>, term: string): string =>
  term === 'unknown' ? 'not told' : (words[term] ?? term);

/** The order of the road. */
export const road = Object.keys(stageWord) as Stage[];
export const gateOrder = Object.keys(gateWord) as Gate[];

export const referenceWord: Readonly<Record<ReferenceKind, string>> = {
  change: 'Change number',
  ticket: 'Ticket',
  'pull-request': 'Pull request',
  incident: 'Incident number',
  document: 'Document',
  other: 'Other reference',
};

export const attachmentWord: Readonly<Record<AttachmentKind, string>> = {
  'validation-report': 'Validation report',
  'model-documentation': 'Model documentation',
  'approval-minutes': 'Minutes of an approval',
  other: 'Other report',
};

export const datasetKindWord: Readonly<Record<DatasetReference['kind'], string>> = {
  uri: 'address',
  query: 'query',
  snapshot: 'snapshot',
  'base-and-changes': 'base and changes',
  'git-blob': 'Git object',
  'git-lfs': 'Git LFS',
  dvc: 'DVC',
  delta: 'Delta table',
  mlflow: 'MLflow artifact',
};
