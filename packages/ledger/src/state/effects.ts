import { deploymentEffects } from './deployment-effects.ts';
import type { Effect } from './effect.ts';
import type { NumberedEntry } from './facts.ts';
import { installationEffects } from './installation-effects.ts';
import type { LedgerState } from './ledger-state.ts';
import { roleEffects } from './role-effects.ts';
import { onEveryStep, versionEffects } from './version-effects.ts';

/**
 * What every event of the vocabulary does to the state; null: nothing. They are evidence, conversation, claims, keys and
 * sign-in, which the state does not hold. Whoever adds an event adds its line here: governance does not compile without.
 */
export const effects = {
  ...installationEffects,
  ...roleEffects,
  ...versionEffects,
  ...deploymentEffects,
  'installation.set-up': null,
  'person.renamed': null,
  'person.link-offered': null,
  'person.link-used': null,
  'person.password-changed': null,
  'person.address-added': null,
  'person.address-verified': null,
  'person.address-removed': null,
  'person.sessions-ended': null,
  'person.identity-linked': null,
  'person.emergency-signed-in': null,
  'person.passkey-added': null,
  'person.passkey-removed': null,
  'person.one-time-code-turned-on': null,
  'person.one-time-code-turned-off': null,
  'access.reviewed': null,
  'token.created': null,
  'token.revoked': null,
  'field.defined': null,
  'field.changed': null,
  'field.archived': null,
  'field.restored': null,
  'model.fields-filled-in': null,
  'model.sensitive-marked': null,
  'model.sensitive-unmarked': null,
  'model.tier-proposed': null,
  'model.tier-refused': null,
  'model.recording-set': null,
  'model.subject-field-declared': null,
  'as-found.prepared': null,
  'as-found.signed': null,
  'as-found.imported': null,
  'as-found.withdrawn': null,
  'version.claimed': null,
  'version.assigned': null,
  'version.claim-released': null,
  'version.erratum-added': null,
  'version.attachment-added': null,
  'version.attachment-withdrawn': null,
  'version.thread-opened': null,
  'version.thread-commented': null,
  'version.comment-edited': null,
  'version.thread-resolved': null,
  'version.thread-reopened': null,
  'version.condition-signed': null,
  'version.finding-recorded': null,
  'version.finding-answered': null,
  'version.suggested': null,
  'version.suggestion-applied': null,
  'version.suggestion-declined': null,
  'version.evidence-requested': null,
  'version.goal-fixed': null,
  'version.stopped': null,
  'version.lapsed': null,
  'version.lift-signed': null,
  'predictions.recorded': null,
  'outcomes.recorded': null,
  'prediction.replayed': null,
  'predictions.sealed': null,
  'replays.sealed': null,
  'subject.looked-up': null,
  'subject.erased': null,
  'legal-hold.placed': null,
  'legal-hold.lifted': null,
  'retention.class-defined': null,
  'retention.class-turned-on': null,
  'retention.class-ended': null,
  'retention.swept': null,
  'pack.exported': null,
  'report.requested': null,
  'report.exported': null,
  'report.cancelled': null,
  'sample.frozen': null,
  'sample.drawn': null,
  'sample.pulled': null,
  'ledger.key-made': null,
  'ledger.key-rotated': null,
  'ledger.loss-accepted': null,
  'witness.registered': null,
  'witness.removed': null,
  'mailbox.registered': null,
  'mailbox.link-offered': null,
  'mailbox.confirmed': null,
  'mailbox.removed': null,
  'webhook.made': null,
  'webhook.changed': null,
  'webhook.secret-replaced': null,
  'webhook.paused': null,
  'webhook.resumed': null,
  'webhook.disabled': null,
  'webhook.removed': null,
  'webhook-host.allowed': null,
  'webhook-host.withdrawn': null,
  'command.refused': null,
} as const satisfies { readonly [event: string]: Effect | null };

const byEvent: ReadonlyMap<string, Effect | null> = new Map(Object.entries(effects));

/**
 * Applies one entry; they come in the order of their numbers, of one version in the order of its steps. An event that is not
 * in the table changes nothing: a later program wrote it.
 */
export function applyEntry(state: LedgerState, numbered: NumberedEntry): void {
  byEvent.get(numbered.entry.event)?.apply(state, numbered);
  if (numbered.entry.subject.kind === 'version') onEveryStep(state, numbered);
}
