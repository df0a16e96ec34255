import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, named, part, type Sentence, word } from './facts.ts';

/** The name in a verifier key. */
const witnessName = (facts: EntryFacts): string | null => word(facts, 'verifier')?.split('+', 1)[0] ?? null;

const stops: Readonly<Record<string, string>> = {
  gone: 'its receiver said that it is gone',
  dead: 'its receiver took nothing for three days',
  'no-access': 'its person may see nothing of what it asks for any more',
};

/** Of entries about the ledger itself, and what is taken from it. */
export const recordSentences = {
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
  'command.refused': (f) =>
    `${f.actor} was refused: ${word(f, 'command') ?? 'a command'} on ${f.subject}${part(' (', word(f, 'code'), ')')}`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
