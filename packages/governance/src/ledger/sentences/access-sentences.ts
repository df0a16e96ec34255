import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, named, part, type Sentence, word } from './facts.ts';

const onModel = (facts: EntryFacts): string => part(' on ', named(facts, 'model')) || ' on every model';

/** Of entries about people, their roles and accounts. */
export const accessSentences = {
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
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
