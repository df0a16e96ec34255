import type { LedgerEvent } from '@countersign/contracts';
import type { Gate } from '@countersign/lifecycle';
import type { Cause } from '../../lifecycle/move-version.ts';
import { decimal, type EntryFacts, named, part, type Sentence, word } from './facts.ts';

const gateNames: Readonly<Record<Gate, string>> = {
  review: 'review gate',
  approval: 'approval gate',
  goLive: 'go-live gate',
};

const gateOf = (name: string | null): string => gateNames[(name ?? '') as Gate] ?? 'gate';

/** An incident means the expedited road, which fills no place of a gate. */
const atGate = (facts: EntryFacts): string => {
  const incident = word(facts, 'incident');
  const where = incident === null ? gateOf(word(facts, 'gate')) : 'expedited road';
  return `the ${where}${part(' for ', named(facts, 'environment'))}${part(' (incident ', incident, ')')}`;
};

const overObjections = (f: EntryFacts) =>
  part(
    ', although ',
    f.data.objections ? decimal(word(f, 'objections'), 'consumer objects', 'consumers object') : null,
  );
const inEnvironment = (facts: EntryFacts): string => part(' in ', named(facts, 'environment'));

const ofDeployment = (facts: EntryFacts): string => part(' in ', named(facts, 'deployment'));

const revision = (facts: EntryFacts): string => part(', revision ', word(facts, 'revision'));

const decided: Readonly<Record<string, string>> = {
  endorse: 'endorsed',
  'request-changes': 'requested changes to',
  reject: 'rejected',
};

const signedAs = (facts: EntryFacts): string =>
  `${facts.actor} ${decided[word(facts, 'decision') ?? ''] ?? 'signed'} ${facts.subject}${revision(facts)}, at ${atGate(facts)}${part(' as ', word(facts, 'role'))}`;

const causes: Readonly<Record<Cause, string>> = {
  'decided-anew': 'its signer decided anew',
  rejected: 'the gate was rejected',
  'substance-amended': 'the substance was amended',
  'prose-amended': 'the prose was amended',
  'check-failed': 'a required check failed',
  'reference-withdrawn': 'a required reference was withdrawn',
  'role-lost': 'its author lost the role',
  'author-found': 'its signer was found to be an author',
  withdrawn: 'the request was withdrawn',
  blocked: 'the version was marked “do not use”',
  deprecated: 'the version was deprecated',
  'replaced-by-champion': 'another version took its place',
  stopped: 'it was stopped',
  'rolled-back': 'of a rollback',
  lapsed: 'its 72 hours ended',
  satisfied: 'the gate is satisfied',
  lifted: 'the mark was lifted',
  resumed: 'it was resumed',
  deployed: 'of a new deployment',
};

const because = (facts: EntryFacts): string =>
  part(' because ', causes[(word(facts, 'cause') ?? '') as Cause] ?? null);

const voided: Readonly<Record<string, string>> = {
  owed: 'waits to be endorsed again',
  cleared: 'was answered by a new revision',
  void: 'became void',
};

const suggested: Readonly<Record<string, string>> = {
  'release-notes': 'the release notes',
  description: 'the description',
  metric: 'a claimed metric',
  dataset: 'a dataset reference',
};

const usesText = (facts: EntryFacts): string => decimal(word(facts, 'uses'), 'use', 'uses');

const thresholdsText = (facts: EntryFacts): string =>
  decimal(word(facts, 'thresholds'), 'threshold', 'thresholds');

/** Of entries about versions. */
export const versionSentences = {
  'version.found': (f) =>
    `${f.subject} was found${inEnvironment(f)} and entered as found${part(', to be reviewed by ', word(f, 'reviewBy')?.slice(0, 10) ?? null)}`,
  'version.registered': (f) => `${f.actor} registered ${f.subject}`,
  'version.author-found': (f) =>
    `${named(f, 'person') ?? 'a person'} turned out to be an author of ${f.subject}`,
  'version.requested': (f) => `${f.actor} asked for ${atGate(f)} of ${f.subject}${revision(f)}`,
  'version.request-withdrawn': (f) =>
    `${f.actor} withdrew the request for ${word(f, 'incident') ? atGate(f) : `the ${gateOf(named(f, 'request'))}`} of ${f.subject}`,
  'version.claimed': (f) => `${f.actor} means to sign ${atGate(f)} of ${f.subject}`,
  'version.assigned': (f) =>
    `${f.actor} asked ${named(f, 'person') ?? 'a person'} to sign ${atGate(f)} of ${f.subject}`,
  'version.claim-released': (f) =>
    `${f.data.person === f.data.by ? `${f.actor} no longer means` : `${f.actor} no longer asks ${named(f, 'person') ?? 'a person'}`} to sign ${atGate(f)} of ${f.subject}`,
  'version.signed-off': signedAs,
  'version.sign-off-withdrawn': (f) => `${f.actor} withdrew a sign-off of ${f.subject}`,
  'version.re-endorsed': (f) => `${f.actor} re-endorsed ${f.subject}${revision(f)}, at ${atGate(f)}`,
  'version.hold-ended': (f) => `A request for changes no longer holds ${f.subject}: its author lost the role`,
  'version.sign-off-voided': (f) =>
    `a sign-off${part(' by ', named(f, 'signOff'))} of ${f.subject} ${voided[word(f, 'state') ?? ''] ?? 'ended'}${because(f)}`,
  'version.amended': (f) =>
    `${f.actor} amended the ${word(f, 'kind') === 'presentation' ? 'prose' : 'substance'} of ${f.subject}${part(' to revision ', word(f, 'revision'))}`,
  'version.erratum-added': (f) => `${f.actor} added an erratum to ${f.subject}`,
  'version.dataset-rechecked': (f) =>
    `${f.actor} ran a query again that ${f.subject} was trained on${f.data.result === 'same' ? ': it yields the same rows' : f.data.result === 'counted' ? ': it yields as many rows' : f.data.result === 'differs' ? ': it no longer yields the same rows' : ''}`,
  'version.reference-added': (f) =>
    `${f.actor} added a reference to ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.reference-withdrawn': (f) =>
    `${f.actor} withdrew a reference of ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.attachment-added': (f) =>
    `${f.actor} attached a file to ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.attachment-withdrawn': (f) =>
    `${f.actor} withdrew an attachment of ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.thread-opened': (f) =>
    `${f.actor} opened a thread on ${f.subject}${f.data.evidence ? ', about its evidence' : f.data.about === 'cell' ? `, about cell ${word(f, 'cell')} of a notebook` : f.data.about === 'file' ? ', about a file' : ''}`,
  'version.thread-commented': (f) => `${f.actor} commented on ${f.subject}`,
  'version.comment-edited': (f) => `${f.actor} edited a comment on ${f.subject}`,
  'version.thread-resolved': (f) => `${f.actor} resolved a thread on ${f.subject}`,
  'version.thread-reopened': (f) => `${f.actor} reopened a thread on ${f.subject}`,
  'version.condition-signed': (f) => `${f.actor} endorsed ${f.subject} under a condition`,
  'version.finding-recorded': (f) =>
    `${f.actor} recorded finding F-${word(f, 'number')} on ${f.subject}${part(', ', word(f, 'severity'))}${part(', owned by ', named(f, 'owner'))}`,
  'version.finding-answered': (f) =>
    `${f.actor} ${word(f, 'state') === 'open' ? 'opened again' : word(f, 'state')} finding F-${word(f, 'number')} on ${f.subject}`,
  'version.suggested': (f) =>
    `${f.actor} suggested a change to ${f.subject}${part(': ', suggested[word(f, 'part') ?? ''] ?? null)}`,
  'version.suggestion-applied': (f) =>
    `${f.actor} applied a suggestion${part(' by ', named(f, 'by'))} to ${f.subject}${revision(f)}`,
  'version.suggestion-declined': (f) =>
    `${f.actor} declined a suggestion${part(' by ', named(f, 'by'))} on ${f.subject}`,
  'version.evidence-requested': (f) => `${f.actor} asked for evidence of ${f.subject} to be computed again`,
  'version.evidence-recorded': (f) =>
    `evidence of ${f.subject} was recorded${part(': ', word(f, 'kind'))}${part(', ', word(f, 'result'))}`,
  'version.goal-fixed': (f) =>
    `the original goal of ${f.subject} was fixed${part(': ', thresholdsText(f))}${part(', for ', usesText(f))}${part(', until ', word(f, 'until')?.slice(0, 10) ?? null)}`,
  'version.stage-moved': (f) => `${f.subject} moved from ${word(f, 'from')} to ${word(f, 'to')}`,
  'version.deprecated': (f) =>
    `${f.actor} deprecated ${f.subject}${part(' as ', word(f, 'reason'))}${part(', succeeded by ', word(f, 'successor'))}`,
  'version.deployed': (f) =>
    `${f.actor} deployed ${f.subject}${part(' as ', word(f, 'role'))}${inEnvironment(f)}${overObjections(f)}`,
  'version.promoted': (f) =>
    `${f.actor} promoted ${f.subject} to champion${inEnvironment(f)}${overObjections(f)}`,
  'version.deployed-expedited': (f) =>
    `${f.actor} deployed ${f.subject}${inEnvironment(f)} on the expedited road${part(', incident ', word(f, 'incident'))}`,
  'version.lapsed': (f) =>
    `the 72 hours of ${f.subject}${inEnvironment(f)} ended${f.data.ended === false ? ', and its gates were there by then' : ''}`,
  'version.stopped': (f) => `${f.actor} stopped ${f.subject}${inEnvironment(f)}`,
  'version.rolled-back-to': (f) => `${f.actor} rolled back to ${f.subject}${inEnvironment(f)}`,
  'version.suspended': (f) => `${f.subject} was suspended${ofDeployment(f)}${because(f)}`,
  'version.resumed': (f) => `${f.actor} resumed ${f.subject}${ofDeployment(f)}`,
  'version.deployment-ended': (f) => `the deployment of ${f.subject}${ofDeployment(f)} ended${because(f)}`,
  'version.permit-issued': (f) =>
    `${f.actor} was given a permit to start ${f.subject}${inEnvironment(f)}${part(', until ', word(f, 'expiresAt'))}`,
  'version.permits-voided': (f) =>
    `${decimal(word(f, 'permits'), 'permit', 'permits')} to start ${f.subject} became void`,
  'version.marked-advisory': (f) =>
    `${f.actor} raised an advisory on ${f.subject}${part(', severity ', word(f, 'severity'))}`,
  'version.marked-blocked': (f) =>
    `${f.actor} marked ${f.subject} “do not use”${part(', severity ', word(f, 'severity'))}${part(', replaced by ', named(f, 'replacement'))}`,
  'version.lift-signed': (f) =>
    `${f.actor} signed to lift the mark on ${f.subject}${part(' as ', word(f, 'role'))}`,
  'version.lifted': (f) => `the mark on ${f.subject} was lifted`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
