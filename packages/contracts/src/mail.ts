import * as z from 'zod/mini';
import { Id, Instant, Page, pageOf } from './primitives.ts';

/** `dropped`: when it was to leave, what it tells was over, or its reader’s right to it. */
export const mailStates = ['waiting', 'sent', 'failed', 'dropped'] as const;

/**
 * One address that a mail can be sent to: a mailbox and a host, without names, lists, comments or quotes, so that it is
 * one recipient whoever reads it.
 */
export const MailAddress = z
  .string()
  .check(
    z.trim(),
    z.maxLength(254),
    z.regex(
      /^[^\s\p{C}\p{Z}@<>()[\],;:\\"]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u,
      'one e-mail address',
    ),
  );

export const MailRow = z.object({
  id: Id,
  /** What it is about: `checkpoint`, `report` … */
  kind: z.string(),
  to: z.string(),
  subject: z.string(),
  state: z.enum(mailStates),
  attempts: z.int(),
  /** What the mail server said last, where it did not take it; why it was dropped. */
  problem: z.nullable(z.string()),
  createdAt: Instant,
  sentAt: z.nullable(Instant),
  /** Whether it can be sent again: its text is kept for thirty days. */
  kept: z.boolean(),
});
export type MailRow = z.infer<typeof MailRow>;
export const MailFilter = z.extend(Page, { state: z.optional(z.enum(mailStates)) });
export type MailFilter = z.infer<typeof MailFilter>;
export const MailPage = z.extend(pageOf(MailRow), {
  /** The address that mails come from; null: no mail server is configured, so none is sent. */
  from: z.nullable(z.string()),
});
export type MailPage = z.infer<typeof MailPage>;
export const SendTestMail = z.object({ to: MailAddress });
export type SendTestMail = z.infer<typeof SendTestMail>;
export const MailSent = z.object({ mailId: Id });
export const ResendMail = z.object({ mailId: Id });
export type ResendMail = z.infer<typeof ResendMail>;
