import { Refusal } from '@countersign/contracts';
import type { House } from '../context.ts';

/** For whatever cannot be done without sending a mail. @throws Refusal CONFLICT where no mail server is configured */
export function requireMailer({ mailer }: Pick<House, 'mailer'>): void {
  if (!mailer)
    throw new Refusal(
      'CONFLICT',
      'No mail server is configured, so nothing can be sent. Whoever runs the portal sets SMTP_URL and MAIL_FROM and starts it again.',
    );
}
