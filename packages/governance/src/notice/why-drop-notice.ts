import { heldAt } from '../authority/held-at.ts';
import type { House } from '../context.ts';
import type { MailAbout } from '../mail/send-mail.ts';

interface ToLeave {
  readonly to: string;
  readonly writtenAt: Date;
}
type OfNotice = Extract<MailAbout, { readonly notice: string }>;
type OfNotices = Extract<MailAbout, { readonly notices: readonly string[] }>;

/** SQL: the consumer names the address, or it is that of whoever answers for it. */
const isTheirs = `EXISTS (SELECT FROM consumer c LEFT JOIN person a ON a.id = c.answerer_id LEFT JOIN person q ON q.id = a.responsible_id
  WHERE c.id = n.consumer_id AND (lower($2) = ANY (SELECT lower(trim(contact)) FROM unnest(c.contacts) AS contact)
    OR lower($2) = lower(trim(coalesce(q.email, a.email))) AND coalesce(q.active, a.active)))`;

/** A copy of a notice leaves while the notice stands, a reminder while nobody answered it, and each to the consumer’s own addresses. */
export async function whyDropNotice(
  { pool }: House,
  { notice, purpose, to, writtenAt }: OfNotice & ToLeave,
): Promise<string | null> {
  const { rows } = await pool.query<{ over: boolean; answered: boolean; theirs: boolean }>(
    `SELECT n.ended_at IS NOT NULL AS over, ${isTheirs} AS theirs,
       n.state NOT IN ('nobody', 'sent', 'delivered', 'undeliverable') AND n.state_at > $3 AS answered FROM notice n WHERE n.id = $1`,
    [notice, to, writtenAt],
  );
  const found = rows[0];
  if (!found || (found.over && purpose !== 'ended')) return 'The notice has ended.';
  if (!found.theirs) return 'The consumer does not name this address any more.';
  return purpose === 'reminder' && found.answered ? 'The notice was answered meanwhile.' : null;
}

/** Of consumers that could not be reached owner and operators are told, as long as that is still so and they are. */
export async function whyDropEscalated(
  { pool, clock }: House,
  { notices, model, to }: OfNotices & Pick<ToLeave, 'to'>,
): Promise<string | null> {
  const { rows } = await pool.query<{ open: boolean; answers: boolean }>(
    `SELECT EXISTS (SELECT FROM notice WHERE id = ANY ($1::uuid[]) AND ended_at IS NULL) AS open, EXISTS (${responsibleSql('$2', '$3', 'lower(p.email) = lower($4)')}) AS answers`,
    [notices, model, clock(), to],
  );
  const { open, answers } = rows[0]!;
  if (!open) return 'None of these notices stands any more.';
  return answers ? null : 'They do not answer for the model any more.';
}

/** SQL of the addresses of whoever answers for a model at a moment: its owner, and all owners and operators of it. */
export const responsibleSql = (model: string, at: string, also = 'true') =>
  `SELECT p.email FROM person p WHERE p.active AND ${also} AND (p.id = (SELECT owner_id FROM model WHERE id = ${model}) OR EXISTS (
     SELECT FROM role_assignment r WHERE r.person_id = p.id AND r.role IN ('owner', 'operator') AND (r.model_id IS NULL OR r.model_id = ${model}) AND ${heldAt('r', at)}))`;
