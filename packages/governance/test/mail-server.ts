import { SMTPServer } from 'smtp-server';
import type { House } from '../src/context.ts';
import { createMailer, type Mailer, type MailServer } from '../src/mail/mailer.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
}

/** A real mail server on this machine that keeps what it takes. */
export async function openMailServer() {
  const received: ReceivedMail[] = [];
  let answer: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (answer !== null) return callback(Object.assign(new Error('not now'), { responseCode: answer }));
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString('utf8'),
        });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as { port: number };
  const mailer = (change: Partial<MailServer> = {}): Mailer =>
    createMailer({
      host: '127.0.0.1',
      port,
      tls: 'none',
      user: null,
      password: null,
      proxy: null,
      from: { address: 'countersign@bank.example', name: 'Countersign' },
      ...change,
    });
  return {
    received,
    mailer,
    /** Refuses every mail with this reply code from now on; null: takes them. */
    refuse(code: number | null) {
      answer = code;
    },
    /** Takes mails again, and what waits for its next attempt is tried with the next look at the queue. */
    async takesAgain({ pool }: Pick<House, 'pool'>) {
      answer = null;
      await pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'");
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
