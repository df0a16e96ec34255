import type { PolicyBody } from '@countersign/contracts';
import { type Gate, type Policy, policyFor } from '@countersign/lifecycle';
import { evidenceKindWord, gateWord, referenceWord, roleWord, shareText } from '../../marks/index.ts';

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const numberText = (count: number): string => numbers[count] ?? String(count);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const and = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const people = (role: string, count: number): string =>
  `${numberText(count)} ${role}${count === 1 || role === 'compliance' ? '' : 's'}`;

type GatePolicy = PolicyBody['gates'][Gate];

/** What a gate takes of a version that counts as a retrain, in sentences; none where it takes the same of every class. */
export const retrainSentences = (gate: Gate, policy: PolicyBody): string[] => {
  if (!policy.retrain?.[gate]) return [];
  const sentences = gateSentences(gate, policyFor(policy as Policy, 'retrain') as PolicyBody);
  const usual = new Set(gateSentences(gate, policy));
  const other = sentences.filter((sentence) => !usual.has(sentence));
  const left = [...usual].filter((sentence) => !sentences.includes(sentence));
  return [
    ...other.map((sentence) => `Of a retrain: ${sentence}`),
    ...left.map((sentence) => `Not of a retrain: ${sentence}`),
  ];
};

/** What a gate takes, in sentences, in the order in which it is met. */
export function gateSentences(gate: Gate, policy: PolicyBody): string[] {
  const rules = policy.gates[gate];
  return [
    signedBy(rules),
    ...apart(gate, policy),
    ...rules.evidence.map(evidenceSentence),
    ...references(rules),
    ...(gate === 'approval' ? [validity(policy)] : []),
    ...(gate === 'goLive' ? [switching(policy), operator(policy)] : []),
  ];
}

function signedBy({ signOffs }: GatePolicy): string {
  if (signOffs.length === 0) return 'Nobody is named to sign, so this gate can never be satisfied.';
  const count = signOffs.reduce((sum, { quorum }) => sum + quorum, 0);
  const who = and(signOffs.map(({ role, quorum }) => people(roleWord[role].toLowerCase(), quorum)));
  return `${capital(who)} ${count === 1 ? 'endorses' : 'endorse'} it; nobody who made the version, and nobody twice.`;
}

/** Keeping apart holds both ways, so a gate is told of it wherever it is written. */
function apart(gate: Gate, policy: PolicyBody): string[] {
  const others = (Object.keys(gateWord) as Gate[]).filter(
    (other) =>
      policy.gates[gate].distinctFrom.includes(other) || policy.gates[other].distinctFrom.includes(gate),
  );
  if (others.length === 0) return [];
  const names = others.map((other) => gateWord[other].toLowerCase());
  return [`Whoever is counted at ${and(names)} is not counted here.`];
}

function evidenceSentence({ kind, must, claimedCounts, atLeast }: GatePolicy['evidence'][number]): string {
  const passes =
    atLeast === undefined
      ? 'must pass'
      : `must be there in at least ${shareText(atLeast)} of the golden rows`;
  const what = must === 'pass' ? passes : 'must have been computed, whatever it says';
  const whose = claimedCounts ? 'a claimed result counts too' : 'computed here, a claim does not count';
  return `${evidenceKindWord[kind]} ${what}; ${whose}.`;
}

function references({ references: kinds = [] }: GatePolicy): string[] {
  if (kinds.length === 0) return [];
  return [
    `The version names ${and(kinds.map((kind) => `a ${referenceWord[kind].toLowerCase()}`))}; without it nobody can endorse.`,
  ];
}

const validity = ({ validityDays }: PolicyBody): string =>
  `An approval lasts at most ${validityDays} days. Then the version is overdue: it serves on, and nothing new is deployed of it.`;

const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);

function switching({ switching: rules }: PolicyBody): string {
  const { noticeDays = 0, pinDays = 0 } = rules ?? {};
  const notice =
    noticeDays === 0
      ? 'Consumers need not be told before another version answers them'
      : `Consumers are told at least ${days(noticeDays)} before another version answers them`;
  return pinDays === 0
    ? `${notice}.`
    : `${notice}; of an announced switch each may keep the version before for up to ${days(pinDays)}.`;
}

function operator({ tier }: PolicyBody): string {
  switch (tier) {
    case 'low':
      return 'Any operator deploys.';
    case 'moderate':
      return 'An operator deploys who did not sign the go-live.';
    case 'high':
      return 'An operator deploys who neither signed the go-live nor made the version.';
  }
}
