import type { LedgerEvent } from '@countersign/contracts';
import type { JsonValue } from '@countersign/ledger';
import type { Gate } from '@countersign/lifecycle';
import type { Cause } from '../lifecycle/move-version.ts';

/** What a sentence is made of: names for people, and the entry's own data. */
export interface EntryFacts {
  readonly actor: string;
  readonly subject: string;
  readonly data: { readonly [key: string]: JsonValue };
  /** What people call the thing behind an id; null where nothing is known by it. */
  nameOf(id: string): string | null;
}

/** One sentence for people. It may tell less than the entry; the entry is what counts. */
export const summarize = (event: LedgerEvent, facts: EntryFacts): string => {
  const sentence = sentences[event](facts);
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
};

const word = (facts: EntryFacts, key: string): string | null => {
  const value = facts.data[key];
  return typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? value.toLocaleString('en')
      : null;
};
/** A list of words. */
const words = (facts: EntryFacts, key: string): string | null => {
  const list = facts.data[key];
  return Array.isArray(list) && list.length > 0 ? list.map(String).join(', ') : null;
};
/** The name behind an id in the data. */
const named = (facts: EntryFacts, key: string): string | null => {
  const id = word(facts, key);
  return id === null ? null : facts.nameOf(id);
};
/** ` before word after`, or nothing where there is no word. */
const part = (before: string, value: string | null, after = ''): string =>
  value === null ? '' : `${before}${value}${after}`;

/** The name in a verifier key. */
const witnessName = (facts: EntryFacts): string | null => word(facts, 'verifier')?.split('+', 1)[0] ?? null;

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
const inEnvironment = (facts: EntryFacts): string => part(' in ', named(facts, 'environment'));
const ofDeployment = (facts: EntryFacts): string => part(' in ', named(facts, 'deployment'));
const heldWhat = (facts: EntryFacts): string =>
  word(facts, 'kind') === 'model'
    ? (named(facts, 'model') ?? 'a model')
    : word(facts, 'kind') === 'period'
      ? `${word(facts, 'from')?.slice(0, 10)} to ${word(facts, 'to')?.slice(0, 10)}`
      : 'a subject';
const missing = (facts: EntryFacts): string => part(', but ', word(facts, 'missing'), ' were gone');
const revision = (facts: EntryFacts): string => part(', revision ', word(facts, 'revision'));
const onModel = (facts: EntryFacts): string => part(' on ', named(facts, 'model')) || ' on every model';

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

const recorded: Readonly<Record<string, string>> = {
  full: 'everything',
  sampled: 'a sample in full',
  reference: 'a reference only',
};

const stops: Readonly<Record<string, string>> = {
  gone: 'its receiver said that it is gone',
  dead: 'its receiver took nothing for three days',
  'no-access': 'its person may see nothing of what it asks for any more',
};

const decimal = (count: string | null, one: string, many: string): string =>
  `${count ?? 'No'} ${count === '1' ? one : many}`;

const usesText = (facts: EntryFacts): string => decimal(word(facts, 'uses'), 'use', 'uses');
const thresholdsText = (facts: EntryFacts): string =>
  decimal(word(facts, 'thresholds'), 'threshold', 'thresholds');

/** Typed over the closed vocabulary: a new event does not compile without its sentence. */
const sentences: Readonly<Record<LedgerEvent, (facts: EntryFacts) => string>> = {
  'installation.set-up': (f) =>
    `the installation was set up${part(' with ', named(f, 'administrator'), ' as its first administrator')}`,
  'person.added': (f) => `${f.actor} added ${f.subject}`,
  'person.deactivated': (f) => `${f.actor} closed the account of ${f.subject}`,
  'person.renamed': (f) => `${f.actor} changed the name of ${f.subject}`,
  'person.reopened': (f) => `${f.actor} opened the account of ${f.subject} again`,
  'person.link-offered': (f) =>
    `${f.actor} made ${word(f, 'kind') === 'reset' ? 'a link to reset the password of' : 'an invitation for'} ${f.subject}`,
  'person.link-used': (f) =>
    `${f.subject} chose a password with ${word(f, 'kind') === 'reset' ? 'a reset link' : 'an invitation'}`,
  'person.password-changed': (f) => `${f.actor} changed their password`,
  'person.address-added': (f) =>
    `${f.actor} added ${f.data.verified === true ? 'a verified' : 'an unverified'} address of ${f.subject}`,
  'person.address-verified': (f) => `${f.actor} verified an address of ${f.subject}`,
  'person.address-removed': (f) => `${f.actor} removed an address of ${f.subject}`,
  'person.sessions-ended': (f) =>
    `${f.actor} ended ${decimal(word(f, 'sessions'), 'session', 'sessions')} of ${f.subject}`,
  'service.made': (f) =>
    `${f.actor} made the service account ${f.subject}${part(', for which ', named(f, 'responsible'), ' answers')}`,
  'service.stopped': (f) =>
    `the service account ${f.subject} stopped${part(' with the account of ', named(f, 'responsible'))}`,
  'service.handed-over': (f) =>
    `${f.actor} handed the service account ${f.subject} over${part(' to ', named(f, 'responsible'))}`,
  'delegation.made': (f) =>
    `${named(f, 'deputy') ?? 'a person'} was named deputy for ${f.subject} by ${f.actor}${part(', from ', word(f, 'from'))}${part(' until ', word(f, 'until'))}`,
  'delegation.ended': (f) =>
    `${f.actor} ended the time of ${named(f, 'deputy') ?? 'a person'} as deputy for ${f.subject}`,
  'access.reviewed': (f) =>
    `${f.actor} recorded an access review as done, ${decimal(word(f, 'rows'), 'row', 'rows')}`,
  'role.expired': (f) => `the role ${word(f, 'role')}${onModel(f)} of ${f.subject} ended on its day`,
  'role.granted': (f) =>
    `${f.actor} granted ${f.subject} the role ${word(f, 'role')}${onModel(f)}${part(' until ', word(f, 'endsAt'))}`,
  'person.identity-linked': (f) => `${f.subject} was recognised by the identity provider`,
  'person.emergency-signed-in': (f) => `${f.subject} used the emergency account: passwords are off otherwise`,
  'person.passkey-added': (f) => `${f.actor} added a passkey`,
  'person.passkey-removed': (f) => `${f.actor} removed a passkey of ${f.subject}`,
  'person.one-time-code-turned-on': (f) => `${f.actor} turned codes of an authenticator app on`,
  'person.one-time-code-turned-off': (f) =>
    `${f.actor} turned codes of an authenticator app off for ${f.subject}`,
  'role.revoked': (f) => `${f.actor} revoked the role ${word(f, 'role')}${onModel(f)} from ${f.subject}`,
  'token.created': (f) => `${f.actor} created the API token ${f.subject}${part(' for ', named(f, 'person'))}`,
  'token.revoked': (f) => `${f.actor} revoked the API token ${f.subject}${part(' of ', named(f, 'person'))}`,
  'environment.made': (f) =>
    `${f.actor} made the environment ${f.subject}${f.data.production === true ? ', for production' : ''}`,
  'policy.published': (f) =>
    `${f.actor} published policy ${f.subject}${part(' version ', word(f, 'number'))}${part(' for tier ', word(f, 'tier'))}`,
  'model.created': (f) => `${f.actor} created the model ${f.subject}${part(', tier ', word(f, 'tier'))}`,
  'field.defined': (f) => `${f.actor} defined the field ${f.subject} of models`,
  'field.changed': (f) => `${f.actor} changed the field ${f.subject} of models`,
  'field.archived': (f) => `${f.actor} archived the field ${f.subject} of models`,
  'field.restored': (f) => `${f.actor} took the field ${f.subject} of models into use again`,
  'model.fields-filled-in': (f) => `${f.actor} filled in ${words(f, 'fields') ?? 'fields'} of ${f.subject}`,
  'model.sensitive-marked': (f) =>
    `${f.actor} marked ${word(f, 'field')} of ${f.subject} as sensitive${part(': ', word(f, 'attribute'))}`,
  'model.sensitive-unmarked': (f) =>
    `${f.actor} ended the mark of ${word(f, 'field')} of ${f.subject} as sensitive`,
  'model.retired': (f) => `${f.actor} retired ${f.subject}`,
  'model.tier-proposed': (f) => `${f.actor} proposed the tier ${word(f, 'tier')} for ${f.subject}`,
  'model.tier-set': (f) =>
    `${f.actor} signed the tier of ${f.subject}: ${word(f, 'tier')}${f.data.from === f.data.tier ? '' : part(', before ', word(f, 'from'))}`,
  'model.tier-refused': (f) => `${f.actor} refused the tier ${word(f, 'tier')} for ${f.subject}`,
  'model.recording-set': (f) =>
    `${f.actor} set what is kept of predictions of ${f.subject}: ${recorded[word(f, 'recording') ?? ''] ?? 'in another way'}${f.data.cause === 'tier' ? ', because its tier is high' : ''}`,
  'model.subject-field-declared': (f) => {
    const unnamed = f.data.unnamed === 'accept' ? 'accepted' : 'refused';
    if (f.data.source === 'none') return `${f.actor} ended the declared subject field of ${f.subject}`;
    const where = f.data.source === 'input' ? `the input ${word(f, 'field')}` : 'the request';
    return `${f.actor} declared that ${where} names whom a prediction of ${f.subject} is about; rows that name nobody are ${unnamed}`;
  },
  'as-found.prepared': (f) =>
    `${f.actor} prepared an inventory of ${decimal(word(f, 'rows'), 'model', 'models')} to enter as found`,
  'as-found.signed': (f) => `${f.actor} signed an inventory of models as found, as ${word(f, 'role')}`,
  'as-found.imported': (f) => `${decimal(word(f, 'models'), 'model', 'models')} entered as found`,
  'as-found.withdrawn': (f) => `${f.actor} withdrew an inventory of models as found`,
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
  'version.reference-added': (f) =>
    `${f.actor} added a reference to ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.reference-withdrawn': (f) =>
    `${f.actor} withdrew a reference of ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.attachment-added': (f) =>
    `${f.actor} attached a file to ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.attachment-withdrawn': (f) =>
    `${f.actor} withdrew an attachment of ${f.subject}${part(': ', word(f, 'kind')?.replaceAll('-', ' ') ?? null)}`,
  'version.thread-opened': (f) =>
    `${f.actor} opened a thread on ${f.subject}${f.data.evidence ? ', about its evidence' : f.data.path ? ', about a file' : ''}`,
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
    `${f.actor} deployed ${f.subject}${part(' as ', word(f, 'role'))}${inEnvironment(f)}`,
  'version.promoted': (f) => `${f.actor} promoted ${f.subject} to champion${inEnvironment(f)}`,
  'version.deployed-expedited': (f) =>
    `${f.actor} deployed ${f.subject}${inEnvironment(f)} on the expedited road${part(', incident ', word(f, 'incident'))}`,
  'version.lapsed': (f) =>
    `the 72 hours of ${f.subject}${inEnvironment(f)} ended${f.data.ended === false ? ', and its gates were there by then' : ''}`,
  'version.stopped': (f) => `${f.actor} stopped ${f.subject}${inEnvironment(f)}`,
  'version.rolled-back-to': (f) => `${f.actor} rolled back to ${f.subject}${inEnvironment(f)}`,
  'version.suspended': (f) => `${f.subject} was suspended${ofDeployment(f)}${because(f)}`,
  'version.resumed': (f) => `${f.actor} resumed ${f.subject}${ofDeployment(f)}`,
  'version.deployment-ended': (f) => `the deployment of ${f.subject}${ofDeployment(f)} ended${because(f)}`,
  'version.marked-advisory': (f) =>
    `${f.actor} raised an advisory on ${f.subject}${part(', severity ', word(f, 'severity'))}`,
  'version.marked-blocked': (f) =>
    `${f.actor} marked ${f.subject} “do not use”${part(', severity ', word(f, 'severity'))}${part(', replaced by ', named(f, 'replacement'))}`,
  'version.lift-signed': (f) =>
    `${f.actor} signed to lift the mark on ${f.subject}${part(' as ', word(f, 'role'))}`,
  'version.lifted': (f) => `the mark on ${f.subject} was lifted`,
  'predictions.recorded': (f) =>
    `${decimal(word(f, 'count'), 'prediction', 'predictions')} of ${f.subject} recorded`,
  'predictions.sealed': (f) =>
    `${decimal(word(f, 'count'), 'prediction was', 'predictions were')} sealed${missing(f)}`,
  'replays.sealed': (f) => `${decimal(word(f, 'count'), 'replay was', 'replays were')} sealed${missing(f)}`,
  'outcomes.recorded': (f) => `${decimal(word(f, 'count'), 'outcome', 'outcomes')} of ${f.subject} recorded`,
  'prediction.replayed': (f) => `${f.actor} replayed a prediction${part(': ', word(f, 'verdict'))}`,
  'pack.exported': (f) =>
    `${f.actor} exported an evidence pack of ${decimal(word(f, 'count'), 'entry', 'entries')}${Array.isArray(f.data.predictions) && f.data.predictions.length > 0 ? ` and ${decimal(String(f.data.predictions.length), 'prediction', 'predictions')}` : ''}`,
  'ledger.key-made': () => 'the key that signs the ledger’s checkpoints was made',
  'ledger.key-rotated': (f) => `${f.actor} replaced the key that signs the ledger’s checkpoints`,
  'ledger.loss-accepted': (f) =>
    `${f.actor} let the ledger go on from ${decimal(word(f, 'size'), 'entry', 'entries')}, although more had been published`,
  'witness.registered': (f) => `${f.actor} registered a witness of the ledger${part(', ', witnessName(f))}`,
  'witness.removed': (f) => `${f.actor} removed a witness of the ledger${part(', ', witnessName(f))}`,
  'mailbox.registered': (f) => `${f.actor} registered a mailbox that checkpoints are to be sent to`,
  'mailbox.link-offered': (f) => `${f.actor} sent a mailbox another link to confirm it with`,
  'mailbox.confirmed': () => 'a mailbox that checkpoints are sent to was confirmed',
  'mailbox.removed': (f) => `${f.actor} removed a mailbox that checkpoints were sent to`,
  'subject.looked-up': (f) =>
    f.data.report
      ? `${f.actor} looked up a ${f.data.by === 'business' ? 'business case' : 'subject'} for a report`
      : `${f.actor} looked up a subject: ${decimal(word(f, 'found'), 'prediction', 'predictions')} found${f.data.more === true ? ', and more' : ''}`,
  'report.requested': (f) => `${f.actor} asked for report ${word(f, 'serial')}`,
  'report.exported': (f) =>
    `report ${word(f, 'serial')} was made${part(' for ', named(f, 'by'))}: ${decimal(word(f, 'entries'), 'entry', 'entries')}`,
  'sample.frozen': (f) =>
    `${f.actor} froze the population of sample ${word(f, 'serial')}: ${decimal(word(f, 'size'), 'item', 'items')}`,
  'sample.drawn': (f) =>
    f.data.by === 'seed'
      ? `${f.actor} drew ${decimal(word(f, 'count'), 'item', 'items')} of sample ${word(f, 'serial')} by a seed`
      : `${f.actor} named ${decimal(word(f, 'count'), 'item', 'items')} of sample ${word(f, 'serial')}${f.data.unknown === 0 ? '' : `, of which ${word(f, 'unknown')} ${f.data.unknown === 1 ? 'is' : 'are'} not in its population`}`,
  'sample.pulled': (f) =>
    `sample ${word(f, 'serial')} was packed${part(' for ', named(f, 'by'))}: ${decimal(word(f, 'packs'), 'pack', 'packs')}`,
  'report.cancelled': (f) => `${f.actor} cancelled report ${word(f, 'serial')}`,
  'webhook.made': (f) => `${f.actor} made the webhook ${f.subject}`,
  'webhook.changed': (f) => `${f.actor} changed the webhook ${f.subject}`,
  'webhook.secret-replaced': (f) => `${f.actor} replaced the secret of the webhook ${f.subject}`,
  'webhook.paused': (f) => `${f.actor} paused the webhook ${f.subject}`,
  'webhook.resumed': (f) =>
    `${f.actor} resumed the webhook ${f.subject}${f.data.skipped ? part(', leaving out ', decimal(word(f, 'skipped'), 'entry', 'entries')) : ''}`,
  'webhook.disabled': (f) =>
    `the webhook ${f.subject} was turned off: ${stops[word(f, 'stop') ?? ''] ?? 'its receiver takes nothing'}`,
  'webhook.removed': (f) => `${f.actor} removed the webhook ${f.subject}`,
  'webhook-host.allowed': (f) => `${f.actor} let webhooks reach a host`,
  'webhook-host.withdrawn': (f) => `${f.actor} took back that webhooks reach a host`,
  'schedule.made': (f) => `${f.actor} scheduled a report${part(', ', word(f, 'cadence'))}`,
  'schedule.paused': (f) => `${f.actor} paused a scheduled report`,
  'schedule.resumed': (f) => `${f.actor} resumed a scheduled report`,
  'schedule.deleted': (f) => `${f.actor} deleted a scheduled report`,
  'schedule.ran': (f) =>
    `report ${word(f, 'serial')} was asked for by its schedule${part(' for ', named(f, 'by'))}`,
  'schedule.mailed': (f) =>
    `report ${word(f, 'serial')} was mailed to ${decimal(word(f, 'sent'), 'recipient', 'recipients')}`,
  'schedule.failed': (f) =>
    `a scheduled report${part(' of ', named(f, 'by'))} was not sent${part(' (', word(f, 'code'), ')')}`,
  'subject.erased': (f) =>
    `${f.actor} erased what was recorded about a subject: ${decimal(word(f, 'predictions'), 'prediction', 'predictions')}`,
  'legal-hold.placed': (f) => `${f.actor} placed a legal hold on ${heldWhat(f)}`,
  'legal-hold.lifted': (f) => `${f.actor} lifted the legal hold on ${heldWhat(f)}`,
  'retention.class-defined': (f) => `${f.actor} defined the retention class ${word(f, 'name')}`,
  'retention.class-turned-on': (f) =>
    `${f.actor} turned the retention class ${word(f, 'name')} on, by signature`,
  'retention.class-ended': (f) => `${f.actor} ended the retention class ${word(f, 'name')}`,
  'retention.swept': (f) =>
    `contents of ${decimal(word(f, 'predictions'), 'prediction', 'predictions')}${part(' of ', named(f, 'model'))} were removed by the retention class ${word(f, 'name')}`,
  'command.refused': (f) =>
    `${f.actor} was refused: ${word(f, 'command') ?? 'a command'} on ${f.subject}${part(' (', word(f, 'code'), ')')}`,
};
