import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { findUnreachableFolder } from '@countersign/database';
import { temporaryFolder as folderIn, startPortal as startIn } from '@countersign/tooling/start-portal';

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export const temporaryFolder = () =>
  folderIn([tmpdir(), '/tmp', '/var/tmp'].find((folder) => !findUnreachableFolder(folder)));

/** A portal where the embedded PostgreSQL can reach its data. */
export async function startPortal({ folder = temporaryFolder(), settings = {} } = {}) {
  const portal = await startIn({ folder, settings });
  return { ...portal, stop: () => portal.stop().finally(() => agent.destroy()) };
}

/** One request over a kept connection. Gives the parsed reply, and fails for any status of 400 and more. */
export function send(url, { method = 'GET', json, body, headers = {} } = {}) {
  const payload = json === undefined ? body : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const asked = request(
      // The name could mean two addresses; the server listens on one.
      url.replace('//localhost:', '//127.0.0.1:'),
      {
        method,
        agent,
        headers: {
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...headers,
        },
      },
      (reply) => {
        const chunks = [];
        reply.on('data', (chunk) => chunks.push(chunk));
        reply.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (reply.statusCode >= 400)
            return reject(new Error(`${method} ${url}: ${reply.statusCode} ${text}`));
          resolve({ value: text ? JSON.parse(text) : undefined, headers: reply.headers });
        });
      },
    );
    asked.on('error', reject);
    asked.end(payload);
  });
}

const queryOf = (input) => (input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`);

/** tRPC as the portal's pages call it, in one session. */
export async function signIn(portal, email, password) {
  const call = (procedure, json, headers = {}) =>
    send(`${portal.url}/api/trpc/${procedure}`, {
      method: 'POST',
      json,
      headers: { 'x-countersign': '1', ...headers },
    });
  const { headers } = await call('session.signIn', { email, password });
  const cookie = headers['set-cookie'][0].split(';', 1)[0];
  return {
    cookie,
    change: async (procedure, input) => (await call(procedure, input, { cookie })).value.result.data,
    read: async (procedure, input) =>
      (
        await send(`${portal.url}/api/trpc/${procedure}${queryOf(input)}`, {
          headers: { cookie },
        })
      ).value.result.data,
  };
}
