import type { ReasonCode } from '../src/index.ts';
import type { Column } from './column.ts';

/**
 * The decisions of the road, cell by cell, as they came out of exploring it exhaustively. The generated table is held
 * against them; they are facts to satisfy and change only with a decision.
 */

export const authorityRoles = [
  'developer',
  'owner',
  'reviewer',
  'approver',
  'operator',
  'compliance',
  'administrator',
] as const;

/** Auditor, consumer and viewer: nothing. A token: requests and amendments, as a developer. */
export const rolesWithoutAuthority = ['auditor', 'consumer', 'viewer'] as const;

/**
 * Columns as in `authorityRoles`. `Y` any stage, `.` never, `g` where the role is a place of the gate, `o` at go-live alone,
 * `e` before approved.
 */
export const authority: Readonly<Record<string, string>> = {
  register: 'Y . . . . . .',
  request: 'Y Y . . o . .',
  'withdraw-request': 'Y Y . . o . .',
  'amend-substance': 'Y Y . . . . .',
  'amend-presentation': 'Y Y . . . . .',
  'add-erratum': 'Y Y Y Y Y Y .',
  sign: '. . g g g g .',
  determination: '. . . . . Y .',
  deploy: '. . . . Y . .',
  promote: '. . . . Y . .',
  stop: '. . . . Y . .',
  rollback: '. . . . Y . .',
  resume: '. . . . Y . .',
  'deploy-expedited': '. . . . Y . .',
  mark: 'Y . Y Y Y Y .',
  lift: 'Y . Y Y Y Y .',
  deprecate: 'e Y . Y Y . .',
};

/** What each letter of a cell means as a refusal. */
export const refusals = {
  1: ['REQUEST_OPEN', 'GATE_REJECTED'],
  2: ['RENEWAL_NOT_DUE'],
  a: ['GATE_VOID'],
  b: ['BLOCKED'],
  c: ['NO_CHAMPION'],
  e: ['EVIDENCE_MISSING', 'EVIDENCE_FAILED'],
  f: ['REFERENCES_MISSING'],
  g: ['OPERATOR_NOT_SEPARATE'],
  h: ['NEVER_CHAMPION'],
  j: ['GATE_REJECTED'],
  k: ['SWITCH_NOT_ANNOUNCED', 'NOTICE_RUNNING'],
  m: ['MANDATE_MISSED'],
  n: ['NOT_DEPLOYED'],
  o: ['OVERDUE'],
  p: ['STAGE_BELOW_ENVIRONMENT'],
  q: ['REQUEST_NONE'],
  r: ['REJECTION_STANDS'],
  s: ['SIGN_OFF_VOID'],
  t: ['LAPSED'],
  u: ['NOT_SUSPENDED'],
  v: ['GO_LIVE_MISSING'],
  w: ['STANDING_ALREADY'],
  x: ['EXPEDITED_USED'],
  z: ['NOTHING_TO_LIFT'],
} as const satisfies Record<string, readonly ReasonCode[]>;
export type Letter = `${keyof typeof refusals}`;

/**
 * Letters in the order of the checks. `Y` nothing refuses; `.` the stage is wrong; `!X` refused with X at once. After `>`
 * the earned stage that it leads to; `all` ends every deployment.
 */
const line = (R: string, V: string, P: string, D: string, DstarR: string, DstarV: string, X: string) =>
  ({ R, V, P, D, 'D*R': DstarR, 'D*V': DstarV, X }) satisfies Record<Column, string>;

export const stateTable: Readonly<Record<string, Readonly<Record<Column, string>>>> = {
  'request review': line('1', '.', '2', '2', '1', '.', '.'),
  'request approval': line('.', '1', '2', '2', '.', '1', '.'),
  'request go-live': line('.', '.', '1 o', '1 o', '.', '.', '.'),
  'endorse review': line('q j e b', '.', 'q j e b 2', 'q j e b 2', 'q j e b', '.', '.'),
  'endorse approval': line('.', 'q j e b', 'q j e b 2', 'q j e b 2', '.', 'q j e b', '.'),
  'endorse go-live': line('.', '.', 'q j e o b', 'q j e o b', '.', '.', '.'),
  'endorse go-live where references are required': line(
    '.',
    '.',
    'q j e f o b',
    'q j e f o b',
    '.',
    '.',
    '.',
  ),
  'request changes review': line('q j', '.', 'q j 2', 'q j 2', 'q j', '.', '.'),
  'request changes approval': line('.', 'q j', 'q j 2', 'q j 2', '.', 'q j', '.'),
  'request changes go-live': line('.', '.', 'q j', 'q j', '.', '.', '.'),
  'reject review': line('q j', '.', 'q j 2', 'q j 2', 'q j', '.', '.'),
  'reject approval': line('.', 'q j', 'q j 2', 'q j 2', '.', 'q j', '.'),
  'reject go-live': line('.', '.', 'q j', 'q j', '.', '.', '.'),
  'withdraw sign-off': line('q', 'q', 'q', 'q', 'q', 'q', '.'),
  're-endorse': line('q s', '.', '.', '.', 'q s', '.', '.'),
  'amend substance': line('Y', 'Y>registered', '.', '.', '!SERVING', '!SERVING', '.'),
  'amend presentation': line('Y', 'Y>registered', '.', '.', 'Y', 'Y>registered', '.'),
  erratum: line('!AMEND_INSTEAD', '!AMEND_INSTEAD', 'Y', 'Y', 'Y', 'Y', 'Y'),
  'deploy champion': line('.', '.', 'b a o v g k', 'b a o v g k', '.', '.', '.'),
  'deploy challenger': line('.', '.', 'b a o v g c', 'b a o v g c', '.', '.', '.'),
  'deploy shadow': line('p b', 'p b', 'p b', 'p b', 'p b', 'p b', '.'),
  'deploy other': line('p b', 'p b', 'p b', 'p b', 'p b', 'p b', '.'),
  promote: line('.', '.', '.', 'b a o v k', '.', '.', '.'),
  'deploy expedited': line('b r x', 'b r x', 'b r x', '.', '.', '.', '.'),
  resume: line('.', '.', '.', 'b u', 'b u t', 'b u t', '.'),
  stop: line('!NOT_DEPLOYED', '!NOT_DEPLOYED', '!NOT_DEPLOYED', 'Y', 'Y', 'Y', '.'),
  'rollback to it': line('b h', 'b h', 'b h', 'b h', 'b h', 'b h', '.'),
  advisory: line('w', 'w', 'w', 'w', 'w', 'w', 'w'),
  block: line('w', 'w', 'w', 'w', 'w', 'w', 'w'),
  lift: line('z', 'z', 'z', 'z', 'z', 'z', 'z'),
  deprecate: line('Y', 'Y', 'Y', 'Y all', 'Y all', 'Y all', '.'),
};

/** What happens by itself. */
export const systemTable: Readonly<Record<string, Readonly<Record<Column, string>>>> = {
  '72 h lapse': line('.', '.', '.', '-> ordinary', '-> registered', '-> reviewed', '.'),
  expiry: line('.', '.', 'overdue', 'overdue', 'overdue if as-found', '.', '.'),
  'mandate use': line('BLOCKED > GATE_REJECTED > MANDATE_MISSED', '.', '.', '.', '.', '.', '.'),
};

/** Where the generated table says more or less than a cell, and why that is the same decision. */
export const refinements: readonly {
  readonly rows: RegExp;
  readonly columns: readonly Column[];
  readonly more?: readonly ReasonCode[];
  readonly less?: readonly Letter[];
  readonly because: string;
}[] = [
  {
    rows: /^request (review|approval)$/,
    columns: ['P', 'D'],
    more: ['REQUEST_OPEN', 'GATE_REJECTED'],
    because: 'a renewal too is asked for once, and not where the gate is rejected for this substance',
  },
  {
    rows: /^endorse approval$/,
    columns: ['V', 'P', 'D', 'D*V'],
    less: ['e'],
    because: 'the built-in policies ask for no evidence at the approval gate',
  },
  {
    rows: /^endorse review$/,
    columns: ['P', 'D'],
    more: ['NOT_DISTINCT'],
    because: 'distinctFrom holds both ways: at a renewal the signer may be counted at a later gate',
  },
  {
    rows: /^deploy (shadow|other)$/,
    columns: ['P', 'D'],
    less: ['p'],
    because: 'approved is the highest stage that an environment can ask for',
  },
  {
    rows: /^promote$/,
    columns: ['D'],
    more: ['OPERATOR_NOT_SEPARATE'],
    because: 'section C keeps the operator apart in promoting as in deploying',
  },
];
