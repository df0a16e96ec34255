import { MailAddress, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import type { MailPart } from './mail-text.ts';

export interface Mail {
  /** What it is about, in a word: administrators see it in the list of mails. */
  readonly kind: string;
  /** One address. */
  readonly to: string;
  /** One line; what breaks a line in it becomes a blank. */
  readonly subject: string;
  readonly parts: readonly MailPart[];
  readonly attachments?: readonly MailAttachment[];
  /** What it is judged by when it leaves, which may be a day later; without it by its kind and address alone. */
  readonly about?: MailAbout;
}

/** What a mail tells of, as far as that may be over before it leaves. */
export type MailAbout =
  | { readonly notice: string; readonly purpose: 'raised' | 'more' | 'reminder' | 'rescored' | 'ended' }
  /** Notices that its reader is told of as whoever answers for the model. */
  | { readonly notices: readonly string[]; readonly model: string }
  /** A report, and whom a schedule sends it to. */
  | {
      readonly report: string;
      readonly reader: { readonly kind: 'person' | 'mailbox'; readonly id: string };
    };

/** A file by its digest, as the blob store has it when the mail leaves, or a short text. */
export type MailAttachment =
  | { readonly fileName: string; readonly digest: string }
  | { readonly fileName: string; readonly text: string };

export const mailboxLinkKind = 'mailbox-link';
/** Mail whose text holds a secret: it is forgotten as soon as it is sent. */
export const secretKinds: readonly string[] = [mailboxLinkKind, 'notice'];

/** What somebody follows: they end it themselves, and whatever else is mailed goes first. */
export const subscriptionKind = 'subscription';

/** More attempts than other jobs: a mail server may be away for most of a day. */
const attempts = 14;

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a header must not have
const lineBreaking = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Of jobs, the smallest number first: a recall's notice does not wait behind what people follow. */
const priorityOf = (kind: string): number => (kind === subscriptionKind ? 10 : 0);

export const jobOf = (tx: Pick<Tx, 'query'>, mailId: string, kind: string) =>
  tx.query(
    "SELECT graphile_worker.add_job('mail.deliver', $1::json, job_key := $2, max_attempts := $3, priority := $4)",
    [JSON.stringify({ mailId }), `mail ${mailId}`, attempts, priorityOf(kind)],
  );

/**
 * Sends a mail with the transaction of whatever it tells of: both happen or neither. It leaves by a job, which tries
 * again for most of a day. Returns its id; null where no mail server is configured: then nothing is kept either.
 * @throws Refusal BAD_INPUT where `to` is not one address
 */
export async function sendMail(
  house: Pick<House, 'mailer'>,
  tx: Pick<Tx, 'query' | 'at'>,
  { kind, to, subject, parts, attachments = [], about }: Mail,
): Promise<string | null> {
  if (!MailAddress.safeParse(to).success)
    throw new Refusal('BAD_INPUT', 'A mail goes to one e-mail address.', { field: 'to' });
  if (!house.mailer) return null;
  const id = uuidv7();
  await tx.query(
    `INSERT INTO mail (id, kind, to_address, subject, body, attachments, about, state, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)`,
    [
      id,
      kind,
      to.trim(),
      subject.replaceAll(lineBreaking, ' ').trim().slice(0, 200),
      JSON.stringify(parts),
      JSON.stringify(attachments),
      about ? JSON.stringify(about) : null,
      tx.at,
    ],
  );
  await jobOf(tx, id, kind);
  return id;
}
