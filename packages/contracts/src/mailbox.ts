import * as z from 'zod/mini';
import { MailAddress } from './mail.ts';
import { Comment, Id, Instant, Receipt } from './primitives.ts';

/** Where checkpoints of the ledger are sent to, outside of the portal's reach. */
export const MailboxRow = z.object({
  id: Id,
  address: z.string(),
  registeredAt: Instant,
  /** Null: nothing but the link that confirms it is sent there. */
  confirmedAt: z.nullable(Instant),
  /** Until when the link that confirms it works; null once it is confirmed. */
  linkExpiresAt: z.nullable(Instant),
  /** The checkpoint that was sent last; null: none yet. */
  sent: z.nullable(z.object({ size: z.int(), at: Instant })),
});
export type MailboxRow = z.infer<typeof MailboxRow>;
export const MailboxList = z.object({
  /** At most fifty. */
  mailboxes: z.array(MailboxRow),
  /** The address that mails come from; null: no mail server is configured, so nothing is sent. */
  from: z.nullable(z.string()),
});
export type MailboxList = z.infer<typeof MailboxList>;
export const RegisterMailbox = z.object({ address: MailAddress, comment: Comment });
export type RegisterMailbox = z.infer<typeof RegisterMailbox>;
export const OfferMailboxLink = z.object({ mailboxId: Id });
export type OfferMailboxLink = z.infer<typeof OfferMailboxLink>;
export const RemoveMailbox = z.object({ mailboxId: Id, comment: Comment });
export type RemoveMailbox = z.infer<typeof RemoveMailbox>;
export const MailboxChanged = z.object({ mailboxId: Id, receipt: Receipt });
export type MailboxChanged = z.infer<typeof MailboxChanged>;

/** A mailbox as whoever holds its link sees it. */
export const MailboxLink = z.object({ address: z.string(), expiresAt: Instant });
export type MailboxLink = z.infer<typeof MailboxLink>;
