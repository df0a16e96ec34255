import type { Identity } from '@countersign/governance';
import { type Role, roles as roleNames } from '@countersign/lifecycle';
import * as oidc from 'openid-client';
import { isLoopback, type SignOnSettings } from '../settings.ts';

/** What is kept on our side while somebody is at the provider. */
export interface Ticket {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
}

export interface Returned {
  readonly identity: Identity;
  /** When the provider asked the person (`auth_time`); null where it does not say. */
  readonly authenticatedAt: Date | null;
}

/** An identity provider (OpenID Connect Core 1.0), found by its discovery document. */
export interface Provider {
  readonly name: string;
  /** Where to send the browser. `again`: the provider has to ask the person, whoever is signed in there. */
  begin(options: { readonly again: boolean }): Promise<{ readonly url: URL; readonly ticket: Ticket }>;
  /** @throws Error for an answer that is not the provider's to this ticket */
  finish(answer: URL, ticket: Ticket, options: { readonly again: boolean }): Promise<Returned>;
}

/** Node's own fetch knows no proxy: HTTPS_PROXY and NO_PROXY are honoured here. Extra authorities: NODE_EXTRA_CA_CERTS. */
const throughProxy = async (): Promise<oidc.CustomFetch> => {
  const { EnvHttpProxyAgent, fetch: proxyFetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent();
  return (url, options) =>
    proxyFetch(url, { ...options, dispatcher } as Parameters<
      typeof proxyFetch
    >[1]) as unknown as Promise<Response>;
};

/** The provider of the settings. It is asked for when somebody first signs in, and again after it failed. */
export function createProvider(settings: SignOnSettings, callback: URL): Provider {
  let found: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    found ??= discover(settings).catch((error: unknown) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    name: settings.name,
    async begin({ again }) {
      const config = await configuration();
      const ticket = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback.href,
        scope: settings.scopes,
        state: ticket.state,
        nonce: ticket.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(ticket.verifier),
        code_challenge_method: 'S256',
        ...(again ? { max_age: '0', prompt: 'login' } : {}),
      });
      return { url, ticket };
    },
    async finish(answer, ticket, { again }) {
      const config = await configuration();
      const tokens = await oidc.authorizationCodeGrant(config, answer, {
        expectedState: ticket.state,
        expectedNonce: ticket.nonce,
        pkceCodeVerifier: ticket.verifier,
        idTokenExpected: true,
        // The library itself checks that `auth_time` is there; how old it may be is judged by when we began.
        ...(again ? { maxAge: 300 } : {}),
      });
      const claims = tokens.claims()!;
      const more = config.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {};
      return {
        identity: identityOf(settings, { ...more, ...claims }),
        authenticatedAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1_000),
      };
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: SignOnSettings): Promise<oidc.Configuration> {
  const isLocal = isLoopback(new URL(issuer).hostname);
  return oidc.discovery(
    new URL(issuer),
    clientId,
    undefined,
    clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
    {
      [oidc.customFetch]: await throughProxy(),
      timeout: 10,
      // Without TLS only on the machine itself, where tests have their provider.
      execute: isLocal ? [oidc.allowInsecureRequests] : [],
    },
  );
}

type Claims = oidc.IDToken & Record<string, unknown>;

export function identityOf(settings: SignOnSettings, claims: Claims): Identity {
  const text = (name: string) => (typeof claims[name] === 'string' ? claims[name].trim() : '');
  const email = claims.email_verified === true ? text('email').toLowerCase() : '';
  const groups = claims[settings.groupsClaim];
  const named = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
  const granted = new Set(named.flatMap((group) => settings.roles[group] ?? []));
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: (text('name') || text('preferred_username') || email || claims.sub).slice(0, 200),
    email: email === '' ? null : email,
    roles:
      Object.keys(settings.roles).length === 0 ? null : roleNames.filter((role: Role) => granted.has(role)),
  };
}
