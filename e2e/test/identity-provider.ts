import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

const client = { id: 'countersign', secret: 'a-secret-of-the-journeys' };

/** Who comes from the provider: known there by `dora`, and by a group a reviewer here. */
export const comer = { login: 'dora', name: 'Dora Fischer', email: 'dora@bank.example' } as const;

export interface IdentityProvider {
  /** Settings of a portal that knows it. */
  settings(portalUrl: string): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** A real OpenID provider on loopback, whose form takes any password. */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async settings(portalUrl) {
      const provider = new OidcProvider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [`${portalUrl}/api/sign-on/callback`],
            grant_types: ['authorization_code'],
            response_types: ['code'],
          },
        ],
        pkce: { required: () => true },
        claims: {
          openid: ['sub'],
          profile: ['name'],
          email: ['email', 'email_verified'],
          groups: ['groups'],
        },
        scopes: ['openid', 'profile', 'email', 'groups'],
        conformIdTokenClaims: false,
        findAccount: (_ctx: unknown, id: string) => ({
          accountId: id,
          claims: () => ({
            sub: id,
            name: comer.name,
            email: comer.email,
            email_verified: true,
            groups: ['model-risk'],
          }),
        }),
      });
      server.on('request', provider.callback());
      return {
        COUNTERSIGN_OIDC_ISSUER: issuer,
        COUNTERSIGN_OIDC_CLIENT_ID: client.id,
        COUNTERSIGN_OIDC_CLIENT_SECRET: client.secret,
        COUNTERSIGN_OIDC_NAME: 'the bank',
        COUNTERSIGN_OIDC_SCOPES: 'openid profile email groups',
        COUNTERSIGN_OIDC_ROLES: 'model-risk=reviewer',
      };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
