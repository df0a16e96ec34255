import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** A certificate of an authority that nobody but this test trusts, and its key. */
export const ownAuthority = fileURLToPath(new URL('login.bank.test.pem', import.meta.url));
/** A host that no name server knows: whoever reaches it was led there. */
const host = 'login.bank.test';
export const issuer = `https://${host}`;

export interface CorporateProxy {
  readonly url: string;
  /** Every host and port that somebody asked to be connected with. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** The way out of a corporate network: a proxy that knows CONNECT alone, and behind it an identity provider's discovery. */
export async function openCorporateProxy(): Promise<CorporateProxy> {
  const certificate = readFileSync(ownAuthority);
  const provider = createSecure({ cert: certificate, key: certificate }, (_request, reply) => {
    reply.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }),
    );
  });
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const proxy = createPlain((_request, reply) => void reply.writeHead(405).end());
  proxy.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '');
    const upstream = connect(portOf(provider), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await Promise.all([provider, proxy].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  return {
    url: `http://127.0.0.1:${portOf(proxy)}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([provider, proxy].map((server) => once(server.close(), 'close')));
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
