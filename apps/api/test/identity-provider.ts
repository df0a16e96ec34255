import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

export interface TestProvider {
  readonly issuer: string;
  /** What is said of the person who signs in under this name. */
  readonly claims: Map<string, Record<string, unknown>>;
  close(): Promise<void>;
}

export const client = { id: 'countersign', secret: 'a-secret-of-the-test' };

/** A real OpenID provider on loopback, whose sign-in form takes any password. */
export async function openProvider(redirectUri: string): Promise<TestProvider> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claims = new Map<string, Record<string, unknown>>();
  const provider = new OidcProvider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    conformIdTokenClaims: false,
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...claims.get(id) }),
    }),
  });
  server.on('request', provider.callback());
  return {
    issuer,
    claims,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A browser as far as redirects, cookies per origin and plain forms go. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  cookie = (origin: string) =>
    [...(this.#cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');

  /** As if somebody else sat down who is not signed in there. */
  forget(origin: string): void {
    this.#cookies.delete(origin);
  }

  async open(address: string, init: RequestInit = {}): Promise<{ url: URL; status: number; text: string }> {
    let url = new URL(address);
    let request = init;
    for (let hops = 0; hops < 20; hops++) {
      const headers = { ...(request.headers as Record<string, string>), cookie: this.cookie(url.origin) };
      const reply = await fetch(url, { ...request, headers, redirect: 'manual' });
      this.#keep(url.origin, reply);
      const to = reply.headers.get('location');
      if (!to) return { url, status: reply.status, text: await reply.text() };
      url = new URL(to, url);
      request = {};
    }
    throw new Error('too many redirects');
  }

  #keep(origin: string, reply: Response): void {
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    for (const line of reply.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    this.#cookies.set(origin, jar);
  }

  /** Goes the provider's way: its form for signing in, then the one for consent, until it sends us back. */
  async goThrough(address: string, account: string): Promise<{ url: URL; status: number; text: string }> {
    let page = await this.open(address);
    for (let forms = 0; forms < 4; forms++) {
      const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page.text)?.[1];
      if (!action || !prompt) return page;
      page = await this.open(new URL(action, page.url).href, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          prompt,
          ...(prompt === 'login' ? { login: account, password: 'any' } : {}),
        }).toString(),
      });
    }
    return page;
  }
}
