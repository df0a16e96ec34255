import { createHash } from 'node:crypto';
import { findBrowser } from '@countersign/tooling/find-browser';
import { chromium } from 'playwright-core';

export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** Calls to the REST interface with the example people's tokens. */
export const asker = (portal) => async (role, method, path, json, bytes) => {
  const reply = await fetch(`${portal.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${portal.tokens[role]}`,
      ...(json && { 'content-type': 'application/json' }),
      ...(bytes && { 'content-type': 'application/octet-stream' }),
    },
    body: json ? JSON.stringify(json) : bytes,
  });
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  return reply.json();
};

/** What `read` returns of a page on which somebody of compliance is signed in. */
export async function readInBrowser(portal, read) {
  const { path: executablePath, args, env } = await findBrowser((text) => console.error(text));
  const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } });
  try {
    const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1440, height: 900 } });
    await context.request.post('/api/trpc/session.signIn', {
      headers: { 'x-countersign': '1', origin: portal.url },
      data: { email: 'compliance@example.com', password: 'countersign-example' },
    });
    return await read(await context.newPage());
  } finally {
    await browser.close();
  }
}

export const figuresOf = (name, times, aim) => {
  const sorted = times.toSorted((a, b) => a - b);
  return [
    { name: `${name}, median`, value: sorted[Math.floor(sorted.length / 2)], unit: 'ms', note: aim },
    { name: `${name}, longest`, value: sorted.at(-1), unit: 'ms' },
  ];
};
