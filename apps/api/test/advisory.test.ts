import { createHash, createPublicKey, verify } from 'node:crypto';
import { advisoryPath } from '@countersign/contracts';
import { openEnvelope, parseKey } from '@countersign/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPortal, type Portal } from './open-portal.ts';

let portal: Portal;
let token: string;
beforeAll(async () => {
  portal = await openPortal();
  token = (await portal.token(await portal.person('Advisory reader', 'viewer'))).secret;
});
afterAll(() => portal.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
const check = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') },
      format: 'jwk',
    }),
    signature,
  );

it('advisories are signed over what is read without it, and an ETag spares the second reading', async () => {
  const plain = await portal.rest(token, { url: '/api/v1/advisories' });
  expect(plain.json()).toEqual({ items: [], next: null });
  const again = await portal.rest(token, {
    url: '/api/v1/advisories',
    headers: { 'if-none-match': `"other", W/${plain.headers.etag}` },
  });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  const signed = await portal.rest(token, { url: '/api/v1/advisories?signed=true' });
  expect(signed.headers.etag).not.toBe(plain.headers.etag);
  const key = await portal.app.inject({ url: '/ledger/key' });
  const opened = await openEnvelope(signed.json(), [parseKey(key.body, sha256)], check);
  expect(opened).toMatchObject({
    payloadType: 'application/vnd.countersign.advisories+json',
    text: plain.body,
  });
});

it('nobody reads them without an account, unless the installation says so', async () => {
  const paths = [
    '/api/v1/advisories',
    advisoryPath('01900000-0000-7000-8000-000000000000'),
    '/api/v1/revocations',
  ];
  const statuses = () => Promise.all(paths.map(async (url) => (await portal.app.inject({ url })).statusCode));
  expect(await statuses()).toEqual([401, 401, 401]);
  Object.assign(portal.house, { publicAdvisories: true });
  expect(await statuses()).toEqual([200, 404, 200]);
  for (const url of ['/api/v1/recalls', '/api/v1/deployments'])
    expect((await portal.app.inject({ url })).statusCode).toBe(401);
  Object.assign(portal.house, { publicAdvisories: false });
});
