import { MailAddress } from '@countersign/contracts';
import type { MailServer } from '@countersign/governance';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * The mail server of `SMTP_URL`, `smtps://user:password@host:port` or `smtp://…`, and who writes: an address, or a name and
 * an address in angle brackets. What goes over `smtp:` is encrypted by STARTTLS or not sent, but on this machine, or where
 * the address ends in `?tls=none`. Returns a sentence where something is wrong.
 */
export function readMailServer(given: {
  readonly url: string;
  readonly from: string;
  readonly proxy: string | null;
}): MailServer | string {
  const url = new URL(given.url);
  const query = [...url.searchParams].map((pair) => pair.join('='));
  if (!url.hostname || (url.pathname !== '' && url.pathname !== '/') || url.hash)
    return 'SMTP_URL is a scheme, a host and perhaps a port, user and password.';
  if (query.some((pair) => pair !== 'tls=none')) return 'SMTP_URL takes ?tls=none and nothing else.';
  const isOpen = query.length > 0 || isLoopback(url.hostname);
  const [, name = '', address = ''] = /^(?:([^<>]*)<([^<>]*)>|)$/.exec(given.from.trim()) ?? [
    '',
    '',
    given.from.trim(),
  ];
  if (!MailAddress.safeParse(address).success || /\p{Cc}/u.test(name))
    return 'MAIL_FROM must be an address, or a name and an address in angle brackets.';
  const isSecure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 465 : 587)),
    tls: isSecure ? 'from-start' : isOpen ? 'none' : 'upgrade',
    user: url.username ? decodeURIComponent(url.username) : null,
    password: url.password ? decodeURIComponent(url.password) : null,
    proxy: given.proxy,
    from: { address, name: name.trim().replace(/^"|"$/g, '') },
  };
}
