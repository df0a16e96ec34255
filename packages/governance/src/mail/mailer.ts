import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `from-start`: as smtps; `upgrade`: STARTTLS, and nothing is sent without it; `none`: in the open. */
  readonly tls: 'from-start' | 'upgrade' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  /** An HTTP proxy that tunnels (CONNECT); null: directly. */
  readonly proxy: string | null;
  /** Address that mails come from, and a name for it. */
  readonly from: { readonly address: string; readonly name: string };
}

export interface OutgoingMail {
  /** Without brackets, the same at every attempt, so that a mailbox can tell a second copy. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
  readonly attachments: readonly { readonly filename: string; readonly content: Readable | string }[];
  /** The page on which its recipient ends or changes what they asked for; null: nobody asked for it. */
  readonly managedAt: string | null;
}

/** What a mail server answered to a mail that it did not take. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  constructor(
    message: string,
    /** It will not take it later either (RFC 5321, replies of 5xx). */
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}

export interface Mailer {
  readonly from: string;
  /** @throws MailRefused */
  send(mail: OutgoingMail): Promise<void>;
}

const patienceMs = 30_000;

/** Sends through one mail server; each mail has a connection of its own, so nothing idles. */
export function createMailer(server: MailServer): Mailer {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.tls === 'from-start',
    requireTLS: server.tls === 'upgrade',
    ignoreTLS: server.tls === 'none',
    ...(server.user ? { auth: { user: server.user, pass: server.password ?? '' } } : {}),
    ...(server.proxy ? { proxy: server.proxy } : {}),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: 2 * patienceMs,
    // Nothing in a mail of ours names a file or an address to be read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    from: server.from.address,
    async send({ messageId, to, attachments, managedAt, ...mail }) {
      try {
        await transport.sendMail({
          ...mail,
          from: server.from,
          to: { name: '', address: to },
          envelope: { from: server.from.address, to: [to] },
          messageId: `<${messageId}>`,
          // What is to be kept to the letter is not wrapped by anybody on the way.
          textEncoding: 'quoted-printable',
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...(managedAt === null ? {} : { 'List-Unsubscribe': `<${managedAt}>` }),
          },
          attachments: attachments.map((one) => ({ ...one })),
        });
      } catch (error) {
        const { message, responseCode } = error as Error & { responseCode?: number };
        throw new MailRefused(message, responseCode !== undefined && responseCode >= 500);
      }
    },
  };
}
