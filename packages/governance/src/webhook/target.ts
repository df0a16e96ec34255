import { Refusal } from '@countersign/contracts';
import ipaddr from 'ipaddr.js';

/** `open`: on the public internet. `internal`: an administrator has to allow its host. `never`: nobody can allow it. */
export type Reach = 'open' | 'internal' | 'never';

/** Where clouds answer with credentials to whoever asks from the inside (the one of 169.254 is link-local anyway). */
const metadata = new Set(['100.100.100.200', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254']);
const internal = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/** How an IP address may be reached; one that is written as an IPv6 address of an IPv4 host counts as that host. */
export function reachOf(address: string): Reach {
  if (!ipaddr.isValid(address)) return 'never';
  const parsed = ipaddr.process(address);
  if (metadata.has(parsed.toString())) return 'never';
  const range = parsed.range();
  if (range === 'unicast') return 'open';
  return internal.has(range) ? 'internal' : 'never';
}

/** The host of an address as lists name it: in lower case, without brackets or a last dot. */
export const hostOf = (url: URL): string =>
  url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/** Whether a pattern of the list is meant: the host itself, or the end of its name after `*.`. */
export const isHostNamed = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.')
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : pattern === host;

/** @throws Refusal BAD_INPUT for what is no address that a webhook could have, before anything is looked up */
export function parseTarget(text: string): URL {
  const refuse = (message: string) => new Refusal('BAD_INPUT', message, { field: 'url' });
  if (!URL.canParse(text)) throw refuse('That is no address such as https://hooks.example.org/models.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('A webhook goes to https.');
  if (url.username || url.password) throw refuse('Leave user and password out of the address.');
  if (url.hash) throw refuse('An address that is sent to has no part after #.');
  if (hostOf(url) === '') throw refuse('The address has no host.');
  return url;
}
