import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { requireSitting, sittingAssurance } from '../signature/live-sitting.ts';
import type { Sealable } from '../signature/seal.ts';
import type { SigningAct } from './signing-act.ts';

interface TurnRow {
  readonly signed_at: Date | null;
  readonly opened_at: Date | null;
  readonly substance: string | null;
  readonly presentation: string | null;
  readonly evidence_digests: readonly string[];
  readonly goal_digest: string | null;
  readonly references_digest: string | null;
  readonly is_low: boolean;
}

const refused = (because: string, message: string, more = {}) =>
  new Refusal('SITTING_REFUSED', message, { because, ...more });

/**
 * Whether a signature may be given in a sitting, inside the signing transaction: only of the low tier, only what was opened
 * there as it stands now, with its required evidence, and, with one factor, only after a full signature.
 * @throws Refusal SITTING_REFUSED
 */
export async function takeTurn(
  tx: Tx,
  sittingId: string,
  assurance: string,
  { for: { personId, sessionId, requestId }, act }: { for: Sealable['for']; act: SigningAct },
): Promise<void> {
  const live = await requireSitting(tx, tx.at, { sittingId, sessionId, personId }, true);
  const found = await tx.query<TurnRow>(
    `SELECT i.signed_at, i.opened_at, i.substance, i.presentation, i.evidence_digests, i.goal_digest, i.references_digest,
       m.tier = 'low' AND p.tier = 'low' AS is_low
     FROM sitting_item i JOIN request r ON r.id = i.request_id JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
     JOIN policy p ON p.key = r.policy_key AND p.number = r.policy_number
     WHERE i.sitting_id = $1 AND i.request_id = $2`,
    [sittingId, requestId],
  );
  const item = found.rows[0];
  if (!item || item.signed_at || act.endorsesId || act.incident)
    throw refused('not-in-it', 'This signature is none of this sitting. Sign it by itself.');
  if (!item.is_low)
    throw refused(
      'tier',
      'Only requests of the low tier are signed in one sitting. Sign this one by itself.',
    );
  refuseUnseen(item, act);
  if (act.decision === 'endorse') await refuseUnopened(tx, personId, act);
  if (assurance === sittingAssurance && live.full_at === null)
    throw refused('not-full', 'The first signature of a sitting takes everything that you sign in with.');
  await tx.query('UPDATE sitting SET last_at = $2, full_at = coalesce(full_at, $2) WHERE id = $1', [
    sittingId,
    tx.at,
  ]);
  await tx.query('UPDATE sitting_item SET signed_at = $3 WHERE sitting_id = $1 AND request_id = $2', [
    sittingId,
    requestId,
    tx.at,
  ]);
}

function refuseUnseen(item: TurnRow, { loaded: { row }, material }: SigningAct): void {
  const isSeen =
    item.opened_at !== null &&
    item.substance === row.substance &&
    item.presentation === row.presentation &&
    item.goal_digest === material.goalDigest &&
    item.references_digest === material.referencesDigest &&
    JSON.stringify(item.evidence_digests) === JSON.stringify(material.evidenceDigests);
  if (!isSeen)
    throw refused(
      'unread',
      'What would be signed is not what you opened in this sitting. Open it and read it.',
    );
}

/** Required evidence that this person has never opened is not endorsed in a sitting. */
async function refuseUnopened(tx: Tx, personId: string, { request, material }: SigningAct): Promise<void> {
  const found = await tx.query<{ kinds: string[] }>(
    `SELECT coalesce(array_agg(e->>'kind'), '{}') AS kinds FROM policy p, jsonb_array_elements(p.body->'gates'->$3->'evidence') e
     WHERE p.key = $1 AND p.number = $2`,
    [request.policy.id, request.policy.number, request.gate],
  );
  const required = material.evidence.filter(({ kind }) => found.rows[0]!.kinds.includes(kind));
  const opened = await tx.query<{ evidence_id: string }>(
    'SELECT evidence_id FROM evidence_opened WHERE person_id = $1 AND evidence_id = ANY ($2::uuid[])',
    [personId, required.map(({ id }) => id)],
  );
  const unopened = required.filter(({ id }) => !opened.rows.some((one) => one.evidence_id === id));
  if (unopened.length > 0)
    throw refused(
      'unread',
      `Open the required evidence first: ${unopened.map(({ name }) => name).join(', ')}.`,
      {
        evidence: unopened.map(({ id }) => id),
      },
    );
}
