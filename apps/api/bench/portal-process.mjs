import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findUnreachableFolder } from '@countersign/database';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export function temporaryFolder() {
  const place = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => !findUnreachableFolder(folder)) ?? tmpdir();
  const folder = mkdtempSync(join(place, 'countersign-bench-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** The built server as a process of its own on a durable PostgreSQL, with the examples loaded. */
export async function startPortal({ folder = temporaryFolder(), settings = {} } = {}) {
  const ours = Object.entries(process.env).filter(
    ([name]) => !/^(COUNTERSIGN_|DATABASE_|HOST$|PORT$)/.test(name),
  );
  const server = spawn(process.execPath, [main], {
    env: { ...Object.fromEntries(ours), COUNTERSIGN_DATA: folder, PORT: '0', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let printed = '';
    server.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /Countersign is at (\S+)/.exec(printed);
      if (found) resolve(found[1]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  return {
    url,
    tokens: JSON.parse(readFileSync(join(folder, 'demo-tokens.json'), 'utf8')),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      agent.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
