import { type LookupAddress, lookup as lookupHost } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { Refusal } from '@countersign/contracts';
import type { Dispatcher } from 'undici';
import { hostOf, parseTarget, reachOf } from './target.ts';

const resolve = promisify(lookupHost);

export interface Answer {
  readonly status: number;
  /** The beginning of the body, at most 1,000 characters. */
  readonly body: string;
  /** Seconds that the receiver asks to be left alone for. */
  readonly retryAfter: number | null;
}

/** Whether a host is on the administrators' list. */
export type IsAllowed = (host: string) => Promise<boolean>;

/** The way out of the house for what a person here told us to call. */
export interface Caller {
  /** Whether calls leave through a proxy: then only hosts of the list are called. */
  readonly proxied: boolean;
  /** At saving: an address that could be called now. @throws Refusal BAD_INPUT */
  check(text: string, isAllowed: IsAllowed): Promise<URL>;
  /** One POST: no redirect is followed, time and body are bounded. @throws Error with a sentence where nothing came back */
  post(
    text: string,
    message: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
    isAllowed: IsAllowed,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export interface CallerSettings {
  /** Address of an HTTP proxy; null: calls go out directly. */
  readonly proxy: string | null;
  /** Hosts that are called without it, as `NO_PROXY` has them: separated by commas, ends of names, `*`. */
  readonly noProxy: string;
  /** Milliseconds that a receiver has for all of its answer. */
  readonly patienceMs?: number;
}

const usualPatienceMs = 10_000;
const mostOfBody = 1_000;
const mostRead = 64 * 1_024;

const notAllowed = (host: string) =>
  `${host} is in a network of the house. An administrator can allow webhooks to reach it by name.`;
const never = (host: string) => `${host} is an address that webhooks never reach.`;
const notListed = (host: string) =>
  `Webhooks leave through a proxy here, so they reach the hosts of the administrators’ list alone; ${host} is not on it.`;

/** Opens the way out. The address that is dialled is the one that was checked: names are looked up here, once a connection. */
export function openCaller({ proxy, noProxy, patienceMs = usualPatienceMs }: CallerSettings): Caller {
  const allowed = new Map<string, boolean>();
  const lookup: LookupFunction = (host, { all }, done) => {
    lookupHost(host, { all: true, verbatim: true }, (error, found) => {
      if (error) return done(error, '', 0);
      const refused = refusedOf(host, found, allowed.get(host) ?? false);
      if (refused) done(new Error(refused), '', 0);
      else if (all) done(null, found);
      else done(null, found[0]!.address, found[0]!.family);
    });
  };
  const open = async () => {
    // Loaded with the first call: a server starts sooner without it.
    const { Agent, ProxyAgent, request } = await import('undici');
    const direct = new Agent({ connect: { lookup, timeout: patienceMs }, pipelining: 1 });
    const around = proxy === null ? null : new ProxyAgent({ uri: proxy, connectTimeout: patienceMs });
    return { request, direct, around };
  };
  let opened: ReturnType<typeof open> | undefined;
  const isProxied = (url: URL) => proxy !== null && !isLeftOut(noProxy, hostOf(url));

  /** What is known without dialling. Returns a sentence where it must not be called. */
  async function refusal(url: URL, isAllowed: IsAllowed): Promise<string | null> {
    const host = hostOf(url);
    const isListed = await isAllowed(host);
    allowed.set(host, isListed);
    if (isProxied(url)) {
      if (isIP(host) && reachOf(host) === 'never') return never(host);
      return isListed ? null : notListed(host);
    }
    const refused = isIP(host) ? refusedOf(host, [{ address: host, family: isIP(host) }], isListed) : null;
    if (refused) return refused;
    return url.protocol === 'http:' && !isListed
      ? 'A webhook goes to https; http takes a host that an administrator allowed.'
      : null;
  }

  return {
    proxied: proxy !== null,
    async check(text, isAllowed) {
      const url = parseTarget(text);
      const refuse = (message: string) => new Refusal('BAD_INPUT', message, { field: 'url' });
      const refused = await refusal(url, isAllowed);
      if (refused) throw refuse(refused);
      if (isProxied(url)) return url;
      const host = hostOf(url);
      const found = await resolve(host, { all: true }).catch(() => {
        throw refuse(`No host of the name ${host} is known.`);
      });
      const late = refusedOf(host, found, allowed.get(host) ?? false);
      if (late) throw refuse(late);
      return url;
    },
    async post(text, { headers, body }, isAllowed) {
      const url = parseTarget(text);
      const refused = await refusal(url, isAllowed);
      if (refused) throw new Error(refused);
      opened ??= open();
      const { request, direct, around } = await opened;
      const reply = await request(url, {
        dispatcher: isProxied(url) ? around! : direct,
        method: 'POST',
        headers: { ...headers, 'user-agent': 'Countersign' },
        body,
        headersTimeout: patienceMs,
        bodyTimeout: patienceMs,
        signal: AbortSignal.timeout(patienceMs),
      }).catch((error: Error) => {
        throw new Error(sentenceOf(error, patienceMs));
      });
      return {
        status: reply.statusCode,
        body: await readBeginning(reply.body),
        retryAfter: secondsIn(reply.headers['retry-after']),
      };
    },
    async close() {
      const dispatchers = await opened;
      await Promise.all([dispatchers?.direct.destroy(), dispatchers?.around?.destroy()]);
    },
  };
}

/** A name that leads to one address that must not be reached is refused, whatever else it leads to. */
function refusedOf(host: string, found: readonly LookupAddress[], isAllowed: boolean): string | null {
  const reaches = found.map(({ address }) => reachOf(address));
  if (found.length === 0 || reaches.includes('never')) return never(host);
  return reaches.includes('internal') && !isAllowed ? notAllowed(host) : null;
}

/** As `NO_PROXY` is commonly read: `*`, or names and the ends of names, a port after them left aside. */
function isLeftOut(noProxy: string, host: string): boolean {
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map((part) => part.replace(/:\d+$/, '').replace(/^\*?\./, ''))
    .some((part) => part === '*' || (part !== '' && (host === part || host.endsWith(`.${part}`))));
}

function sentenceOf(error: Error & { code?: string }, patienceMs: number): string {
  if (error.name === 'TimeoutError' || /TIMEOUT/.test(error.code ?? ''))
    return `No answer within ${patienceMs / 1_000} seconds.`;
  if (error.code === 'ECONNREFUSED') return 'Nothing answers at this address.';
  if (error.code === 'ENOTFOUND') return 'No host of this name is known.';
  if (error.code === 'ECONNRESET' || error.code === 'UND_ERR_SOCKET')
    return 'The connection was closed before an answer.';
  return error.message.slice(0, 300);
}

async function readBeginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part as Buffer);
      size += (part as Buffer).length;
      if (size >= mostRead) break;
    }
  } catch {
    // The status is what counts: a body that breaks off is shown as far as it came.
  }
  const text = Buffer.concat(parts).toString('utf8');
  // PostgreSQL takes no NUL in a text.
  return text.replaceAll('\u0000', '\ufffd').slice(0, mostOfBody);
}

function secondsIn(header: string | string[] | undefined): number | null {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return null;
  const seconds = /^\d{1,7}$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
