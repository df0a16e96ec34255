import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { CallerSettings, MailServer } from '@countersign/governance';
import { type Role, roles } from '@countersign/lifecycle';
import * as z from 'zod';
import { readMailServer } from './mail-server.ts';

/** A setting that is wrong; the message is one sentence that names it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

const address = z.url({
  protocol: /^https?$/,
  error: 'must be an address such as https://models.example.org',
});
const database = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be an address such as postgresql://user:password@host/database',
});
const text = z.string().trim().min(1, { error: 'must not be empty' });

/** Every variable that is read. An empty one counts as not set. */
const Variables = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a port number' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a port number' })
    .default(4600),
  COUNTERSIGN_URL: address.optional(),
  COUNTERSIGN_DATA: text.optional(),
  COUNTERSIGN_KEY_FILE: text.optional(),
  COUNTERSIGN_EXAMPLES: z.enum(['on', 'off', 'allow'], { error: 'must be on, off or allow' }).default('on'),
  COUNTERSIGN_ADVISORIES: z
    .enum(['people', 'everybody'], { error: 'must be people or everybody' })
    .default('people'),
  DATABASE_URL: database.optional(),
  DATABASE_OWNER_URL: database.optional(),
  TRUST_PROXY: z
    .string()
    .refine((value) => trustedProxies(value) !== null, {
      error: 'must be a number of proxies, or their addresses separated by commas',
    })
    .optional(),
  COUNTERSIGN_PASSWORDS: z.enum(['on', 'emergency'], { error: 'must be on or emergency' }).default('on'),
  COUNTERSIGN_OIDC_ISSUER: address.optional(),
  COUNTERSIGN_OIDC_CLIENT_ID: text.optional(),
  COUNTERSIGN_OIDC_CLIENT_SECRET: text.optional(),
  COUNTERSIGN_OIDC_NAME: text.default('single sign-on'),
  COUNTERSIGN_OIDC_SCOPES: text.default('openid profile email'),
  COUNTERSIGN_OIDC_GROUPS_CLAIM: text.default('groups'),
  COUNTERSIGN_OIDC_ROLES: z
    .string()
    .refine((value) => rolesOfGroups(value) !== null, {
      error: 'must be pairs of a group and a role, such as model-risk=reviewer, separated by commas',
    })
    .optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an address such as smtps://user:password@mail.example.org' })
    .optional(),
  SMTP_PROXY: z.url({ protocol: /^https?$/, error: 'must be the address of an HTTP proxy' }).optional(),
  MAIL_FROM: text.optional(),
  HTTPS_PROXY: z.url({ protocol: /^https?$/, error: 'must be the address of an HTTP proxy' }).optional(),
  https_proxy: z.url({ protocol: /^https?$/, error: 'must be the address of an HTTP proxy' }).optional(),
  NO_PROXY: text.optional(),
  no_proxy: text.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .optional(),
});

/** Variables of ours that other programs read. */
const foreign = new Set(['COUNTERSIGN_TOKEN', 'COUNTERSIGN_TEST_SERVER', 'COUNTERSIGN_TEST_REPORTS']);

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** In links, without a trailing slash; null: `http://localhost:<port>`. */
  readonly url: string | null;
  /** Null: a default that depends on who runs the server. */
  readonly dataDirectory: string | null;
  /** Null: in the data directory. */
  readonly keyFile: string | null;
  readonly examples: boolean;
  /** Whether accounts with known passwords may exist here. */
  readonly examplesAllowed: boolean;
  /** Null: the embedded PostgreSQL. */
  readonly database: { readonly url: string; readonly ownerUrl: string } | null;
  readonly trustProxy: false | number | readonly string[];
  /** `emergency`: nobody signs in by password but the account that is kept for emergencies. */
  readonly passwords: 'on' | 'emergency';
  /** Whether advisories and revocations are open to whoever can reach the server. */
  readonly publicAdvisories: boolean;
  readonly signOn: SignOnSettings | null;
  /** Null: no mail is sent. */
  readonly mail: MailServer | null;
  /** How webhooks go out. */
  readonly calls: CallerSettings;
  /** Null: a default that depends on who reads the log. */
  readonly logLevel: NonNullable<z.infer<typeof Variables>['LOG_LEVEL']> | null;
}

/** The identity provider that people come from. */
export interface SignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly name: string;
  readonly scopes: string;
  readonly groupsClaim: string;
  /** Roles by group; none: roles are granted in the portal. */
  readonly roles: Readonly<Record<string, readonly Role[]>>;
}

/** Reads every setting once. @throws SettingError for an unknown or a wrong one */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = Object.keys(given).find(
    (name) => name.startsWith('COUNTERSIGN_') && !(name in Variables.shape) && !foreign.has(name),
  );
  if (unknown) {
    const known = Object.keys(Variables.shape).filter((name) => name.startsWith('COUNTERSIGN_'));
    throw new SettingError(`${unknown} is not a setting of Countersign; there are ${known.join(', ')}.`);
  }
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new SettingError(`${issue.path.join('.')} ${issue.message}.`);
  }
  return settle(parsed.data);
}

function settle(v: z.infer<typeof Variables>): Settings {
  if (v.DATABASE_OWNER_URL && !v.DATABASE_URL) {
    throw new SettingError(
      'DATABASE_OWNER_URL needs DATABASE_URL beside it, the address for the running application.',
    );
  }
  const url = v.COUNTERSIGN_URL ? plainAddress(v.COUNTERSIGN_URL) : null;
  const isLocal = isLoopback(v.HOST) && (url === null || isLoopback(new URL(url).hostname));
  const examplesAllowed = v.COUNTERSIGN_EXAMPLES === 'allow' || (isLocal && !v.DATABASE_URL);
  if (v.COUNTERSIGN_EXAMPLES === 'on' && !examplesAllowed) {
    const why = v.DATABASE_URL
      ? 'a database of your own is configured (DATABASE_URL)'
      : 'others can reach this server (HOST, COUNTERSIGN_URL)';
    throw new SettingError(
      `COUNTERSIGN_EXAMPLES must be off, or allow if you mean it: the example people have known passwords, and ${why}.`,
    );
  }
  return {
    host: v.HOST,
    port: v.PORT,
    url,
    dataDirectory: v.COUNTERSIGN_DATA ? resolve(v.COUNTERSIGN_DATA) : null,
    keyFile: v.COUNTERSIGN_KEY_FILE ? resolve(v.COUNTERSIGN_KEY_FILE) : null,
    examples: v.COUNTERSIGN_EXAMPLES !== 'off',
    examplesAllowed,
    database: v.DATABASE_URL
      ? { url: v.DATABASE_URL, ownerUrl: v.DATABASE_OWNER_URL ?? v.DATABASE_URL }
      : null,
    trustProxy: v.TRUST_PROXY ? (trustedProxies(v.TRUST_PROXY) ?? false) : false,
    passwords: v.COUNTERSIGN_PASSWORDS,
    publicAdvisories: v.COUNTERSIGN_ADVISORIES === 'everybody',
    signOn: signOnOf(v),
    mail: mailOf(v),
    calls: { proxy: v.https_proxy ?? v.HTTPS_PROXY ?? null, noProxy: v.no_proxy ?? v.NO_PROXY ?? '' },
    logLevel: v.LOG_LEVEL ?? null,
  };
}

function mailOf(v: z.infer<typeof Variables>): MailServer | null {
  if (!v.SMTP_URL && !v.MAIL_FROM) return null;
  if (!v.SMTP_URL || !v.MAIL_FROM) throw new SettingError('SMTP_URL and MAIL_FROM need each other.');
  const server = readMailServer({ url: v.SMTP_URL, from: v.MAIL_FROM, proxy: v.SMTP_PROXY ?? null });
  if (typeof server === 'string') throw new SettingError(server);
  return server;
}

function signOnOf(v: z.infer<typeof Variables>): SignOnSettings | null {
  const { COUNTERSIGN_OIDC_ISSUER: issuer, COUNTERSIGN_OIDC_CLIENT_ID: clientId } = v;
  if (!issuer && !clientId) return null;
  if (!issuer || !clientId)
    throw new SettingError('COUNTERSIGN_OIDC_ISSUER and COUNTERSIGN_OIDC_CLIENT_ID need each other.');
  if (!issuer.startsWith('https:') && !isLoopback(new URL(issuer).hostname))
    throw new SettingError('COUNTERSIGN_OIDC_ISSUER must be https: tokens travel from there.');
  return {
    issuer,
    clientId,
    clientSecret: v.COUNTERSIGN_OIDC_CLIENT_SECRET ?? null,
    name: v.COUNTERSIGN_OIDC_NAME,
    scopes: v.COUNTERSIGN_OIDC_SCOPES,
    groupsClaim: v.COUNTERSIGN_OIDC_GROUPS_CLAIM,
    roles: rolesOfGroups(v.COUNTERSIGN_OIDC_ROLES ?? '') ?? {},
  };
}

/** `group=role,…`; a group may be named more than once. Null where a pair or a role is wrong. */
function rolesOfGroups(value: string): Record<string, Role[]> | null {
  const found: Record<string, Role[]> = Object.create(null);
  for (const pair of value.split(',').filter((part) => part.trim() !== '')) {
    const at = pair.lastIndexOf('=');
    const group = pair.slice(0, at).trim();
    const role = roles.find((name) => name === pair.slice(at + 1).trim());
    if (at < 1 || group === '' || !role) return null;
    found[group] = [...(found[group] ?? []), role];
  }
  return found;
}

/** Scheme, host, port, and the path below which a proxy serves the portal, if one. */
function plainAddress(value: string): string {
  const url = new URL(value);
  const path = url.pathname.replace(/\/$/, '');
  if (!/^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/.test(path) || url.search || url.hash || url.username) {
    throw new SettingError(
      'COUNTERSIGN_URL must be scheme, host and port, and at most a plain path such as /countersign.',
    );
  }
  return url.origin + path;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** "All of them" cannot be said: whoever speaks to us could then name any address as theirs. */
function trustedProxies(value: string): number | string[] | null {
  if (/^[1-9]\d?$/.test(value)) return Number(value);
  const list = value.split(',').map((part) => part.trim());
  return list.every((part) => isIP(part.replace(/\/\d{1,3}$/, '')) !== 0) ? list : null;
}
