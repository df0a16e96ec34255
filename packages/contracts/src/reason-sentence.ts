import type { Reason, ReasonCode } from '@countersign/lifecycle';

type Facts = NonNullable<Reason['detail']>;
const list = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

const moment = (value: unknown) => `${String(value).slice(0, 16).replace('T', ' ')} UTC`;

const gateWords: Record<string, string> = { review: 'review', approval: 'approval', goLive: 'go-live' };
const words = (value: unknown) =>
  (Array.isArray(value) ? value : [value])
    .map((gate) => gateWords[String(gate)] ?? String(gate))
    .join(' or ');

/** One sentence per reason code, the same on the server's refusal and beside a button. */
const sentences: Record<ReasonCode, (facts: Facts) => string> = {
  FORBIDDEN: (f) =>
    f.roles
      ? `This takes the role ${list(f.roles)} on the model.`
      : 'Your roles on this model do not allow this.',
  TOKEN_CANNOT_SIGN: () => 'An API token can never sign: sign in as a person.',
  STAGE_WRONG: (f) =>
    f.stage ? `Not possible while the version is ${list(f.stage)}.` : 'Not possible at this stage.',
  BLOCKED: () => 'The version is marked “do not use”.',
  REQUEST_OPEN: () => 'A request for this gate is already open.',
  REQUEST_NONE: () => 'Nobody has asked for this gate: open a request first.',
  GATE_REJECTED: () => 'The gate was rejected for this substance. Amend the version, or register a new one.',
  RENEWAL_NOT_DUE: () =>
    'The gate holds; it can be asked for again once the approval is overdue or the gate is void.',
  EVIDENCE_MISSING: (f) => `Required evidence has not been computed: ${list(f.kinds) || 'see the evidence'}.`,
  EVIDENCE_FAILED: (f) => `Required evidence does not pass: ${list(f.kinds) || 'see the evidence'}.`,
  REFERENCES_MISSING: (f) =>
    `Required references are missing: ${list(f.kinds).replaceAll('-', ' ') || 'see the references'}.`,
  OVERDUE: (f) =>
    f.until
      ? `Approval was asked for until ${String(f.until).slice(0, 10)}, which has passed: withdraw the request and ask again.`
      : 'The approval has ended: the version is overdue and has to be approved again.',
  AUTHOR: () => 'You made a part of this version; nobody signs what they made.',
  ROLE_NOT_A_PLACE: (f) => `This gate is signed by: ${list(f.roles) || 'other roles'}.`,
  NOT_YOURS: () => 'Only the person whose sign-off it is can do this.',
  GATE_SATISFIED: () => 'The gate is satisfied; its sign-offs can no longer be withdrawn.',
  SIGN_OFF_VOID: () => 'The sign-off is void: the substance changed after it. Sign anew.',
  NOTHING_TO_RE_ENDORSE: () => 'Nothing changed since you signed.',
  AMEND_INSTEAD: () => 'The version may still be amended; errata are for approved versions.',
  SERVING: () => 'The version serves in production; its substance is not amended meanwhile.',
  GATE_VOID: (f) =>
    `The ${gateWords[list(f.gate)] ?? list(f.gate)} gate is void and has to be asked for again.`,
  GO_LIVE_MISSING: () => 'There is no valid go-live for this environment.',
  OPERATOR_NOT_SEPARATE: () =>
    'At this tier whoever deploys must be somebody else than the go-live signers and the authors.',
  NOT_DISTINCT: (f) => `Whoever signed at ${words(f.gates)} cannot be counted at this gate too.`,
  NO_CHAMPION: () => 'There is no serving champion in this environment.',
  SWITCH_NOT_ANNOUNCED: (f) =>
    `The policy gives consumers ${f.days === 1 ? 'one day' : `${list(f.days)} days`} of notice before another version answers them: announce the switch first.`,
  NOTICE_RUNNING: (f) =>
    `Consumers were told on ${moment(f.announcedAt)}; the switch may go live from ${moment(f.notBefore)}.`,
  STAGE_BELOW_ENVIRONMENT: (f) =>
    `The environment takes versions from ${list(f.needed) || 'a later stage'} on.`,
  REJECTION_STANDS: () => 'A rejection stands for this version.',
  EXPEDITED_USED: () => 'The expedited road was used for this version; it is open once.',
  INCIDENT_MISSING: () => 'The expedited road needs an incident number.',
  SIGNER_MISSING: () => 'Another person’s signature is still missing.',
  NOT_SUSPENDED: () => 'The deployment is not suspended.',
  LAPSED: () => 'The 72 hours of the expedited deployment are over.',
  NOT_DEPLOYED: () => 'Nothing of this version is deployed there.',
  ALREADY_DEPLOYED: () => 'The version is already deployed there.',
  NEVER_CHAMPION: () => 'The version was never champion in this environment.',
  STANDING_ALREADY: () => 'The version’s standing is already that bad.',
  NOTHING_TO_LIFT: () => 'The version is usable; there is nothing to lift.',
  ALREADY_SIGNED: () => 'You have signed already; a second person is missing.',
  ENVIRONMENT_UNKNOWN: () => 'There is no such environment.',
  MANDATE_MISSED: (f) => `The mandate does not cover this: ${list(f.missed)}.`,
  WRONG_ENVIRONMENT: () => 'This is not possible in this kind of environment.',
};

export const sentenceOf = (reason: { code: ReasonCode; detail?: Facts | undefined }): string =>
  sentences[reason.code](reason.detail ?? {});
