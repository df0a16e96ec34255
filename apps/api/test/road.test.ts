import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Manifest, manifestFromFolder, parseFolderManifest } from '@countersign/contracts';
import { revokeApiToken } from '@countersign/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

const data = new URL('../../../packages/examples/data/ridership-demand/', import.meta.url);
const folder = new URL('versions/2.1.0-rc.1/', data);
const base = '/api/v1/models/ridership-demand';
const at = `${base}/versions/2.1.0-rc.1`;
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

let portal: Portal;
let developer: TestPerson;
let token: string;
let manifest: Manifest;
beforeAll(async () => {
  portal = await openPortal();
  developer = await portal.person('Dora Developer', 'developer', 'owner', 'operator');
  token = (await portal.token(developer)).secret;
  const bytes = (path: string) => readFile(new URL(path, folder));
  manifest = await manifestFromFolder(
    parseFolderManifest((await bytes('manifest.json')).toString()),
    async (path) => (await bytes(path)).toString(),
    async (path) => ({ sha256: sha256(await bytes(path)), size: (await bytes(path)).length }),
  );
});
afterAll(() => portal.close());

const get = (url: string, headers: Record<string, string> = {}) => portal.rest(token, { url, headers });
const post = (url: string, payload: object) => portal.rest(token, { method: 'POST', url, payload });
const put = (digest: string, payload: Buffer | string) =>
  portal.rest(token, {
    method: 'PUT',
    url: `/api/v1/uploads/${digest}`,
    payload,
    headers: { 'content-type': 'application/json' },
  });
const ndjson = (url: string, payload: string, headers: Record<string, string> = {}) =>
  portal.rest(token, {
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });

describe('registering over REST', () => {
  it('makes the model', async () => {
    const made = { key: 'ridership-demand', name: 'Ridership', purpose: 'entries a day', tier: 'moderate' };
    expect((await post('/api/v1/models', made)).statusCode).toBe(201);
  });

  it('needs the files first', async () => {
    const reply = await post(`${base}/versions`, manifest);
    expect([reply.statusCode, reply.json().error.code]).toEqual([422, 'UPLOAD_MISSING']);
  });

  it('takes files as they are, whatever their type, and refuses bytes that are not what was said', async () => {
    for (const file of manifest.files) {
      const bytes = await readFile(new URL(file.path, folder));
      const url = `/api/v1/uploads/${file.sha256}`;
      expect((await portal.rest(token, { method: 'HEAD', url })).statusCode).toBe(404);
      expect((await put(file.sha256, bytes)).json()).toEqual({
        sha256: file.sha256,
        size: file.size,
        existed: false,
      });
      expect((await portal.rest(token, { method: 'HEAD', url })).statusCode).toBe(200);
      expect((await put(file.sha256, bytes)).statusCode).toBe(200);
    }
    const wrong = await put('a'.repeat(64), 'other bytes');
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([422, 'DIGEST_MISMATCH']);
    expect((await put('A'.repeat(64), 'x')).statusCode).toBe(400);
    expect(
      (await portal.rest(token, { method: 'HEAD', url: `/api/v1/uploads/${'a'.repeat(64)}` })).statusCode,
    ).toBe(404);
  });

  it.each([
    '../model.onnx',
    '/etc/passwd',
    'a//b',
    'a\\b',
    'C:evil',
    'line\nbreak',
    'nul\u0000',
    'right\u202eleft',
    `${'x'.repeat(301)}`,
    '.',
    'a/./b',
    '\uff0e\uff0e/model.onnx',
    'folder\uff3cfile',
    'name ',
    'folder./file',
  ])('refuses a file called %j', async (path) => {
    const files = [{ ...manifest.files[0]!, path }];
    const reply = await post(`${base}/versions`, { ...manifest, version: 'hostile', files });
    // What is no path at all, and what would be another file elsewhere.
    expect([
      [400, 'BAD_INPUT'],
      [422, 'PATH_REFUSED'],
    ]).toContainEqual([reply.statusCode, reply.json().error.code]);
  });

  it('registers once', async () => {
    const first = await post(`${base}/versions`, manifest);
    expect([first.statusCode, first.json().existed]).toEqual([201, false]);
    const second = await post(`${base}/versions`, manifest);
    expect([second.statusCode, second.json().existed, second.json().id]).toEqual([
      200,
      true,
      first.json().id,
    ]);
    const other = await post(`${base}/versions`, { ...manifest, releaseNotes: 'others' });
    expect([other.statusCode, other.json().error.code]).toEqual([409, 'CONFLICT']);
    const elsewhere = await post('/api/v1/models/credit-risk/versions', manifest);
    expect(elsewhere.statusCode).toBe(400);
  });
});

describe('reading over REST', () => {
  it('shows the version, its files and its gates', async () => {
    const version = (await get(at)).json();
    expect(version.version).toMatchObject({ label: '2.1.0-rc.1', stage: 'registered', standing: 'usable' });
    const { items } = (await get(`${at}/files`)).json();
    expect(items).toHaveLength(manifest.files.length);
    for (const list of ['sign-offs', 'evidence', 'release-notes', 'blast-radius']) {
      expect((await get(`${at}/${list}`)).statusCode, list).toBe(200);
    }
    expect((await get(`${base}/deployments`)).json().items).toHaveLength(2);
  });

  it('gives files to save, as text where asked for, and in ranges', async () => {
    const url = `${at}/files/notebook.ipynb`;
    const whole = await get(url);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="notebook.ipynb"; filename*=UTF-8''notebook.ipynb`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect(sha256(whole.rawPayload)).toBe(
      manifest.files.find(({ path }) => path === 'notebook.ipynb')!.sha256,
    );
    expect((await get(`${url}?preview=1`)).headers['content-type']).toBe('text/plain; charset=utf-8');
    const range = await get(url, { range: 'bytes=5-9' });
    expect([range.statusCode, range.body]).toEqual([206, whole.body.slice(5, 10)]);
    expect((await get(url, { range: 'bytes=-4' })).body).toBe(whole.body.slice(-4));
    expect((await get(url, { range: 'bytes=99999999-' })).statusCode).toBe(416);
    expect((await get(url, { 'if-none-match': String(whole.headers.etag) })).statusCode).toBe(304);
    expect((await get(`${at}/files/missing.txt`)).statusCode).toBe(404);
    expect((await get(`${at}/files/..%2f..%2fsecret`)).statusCode).toBe(400);
  });

  it('keeps a report beside the version, and gives it to save', async () => {
    const report = Buffer.from('%PDF-1.7\nvalidated\n%%EOF\n');
    const sent = await portal.rest(token, {
      method: 'PUT',
      url: `${at}/attachments/upload`,
      payload: report,
      headers: { 'content-type': 'application/pdf' },
    });
    expect([sent.statusCode, sent.json()]).toEqual([200, { digest: sha256(report), bytes: report.length }]);
    const said = { kind: 'validation-report', title: 'Validation', digest: sha256(report) };
    const misnamed = await post(`${at}/attachments`, { ...said, fileName: '../report.pdf' });
    expect([misnamed.statusCode, misnamed.json().error.code]).toEqual([400, 'BAD_INPUT']);
    const made = await post(`${at}/attachments`, { ...said, fileName: 'Prüfbericht final.pdf' });
    expect(made.statusCode).toBe(201);
    const { attachmentId } = made.json();
    expect((await get(`${at}/attachments?limit=1`)).json()).toMatchObject({
      items: [{ id: attachmentId, mediaType: 'application/pdf', withdrawn: null }],
      next: null,
    });
    const url = `${at}/attachments/${attachmentId}/content`;
    const whole = await get(url);
    expect(whole.rawPayload).toEqual(report);
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="Pr_fbericht final.pdf"; filename*=UTF-8''Pr%C3%BCfbericht%20final.pdf`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect((await get(url, { range: 'bytes=0-4' })).body).toBe('%PDF-');
    expect((await get(url.replace('2.1.0-rc.1', 'nowhere'))).statusCode).toBe(404);
    const withdrawn = await post(`/api/v1/attachments/${attachmentId}/withdraw`, { reason: 'A draft.' });
    expect(withdrawn.statusCode).toBe(200);
    expect((await get(url)).statusCode).toBe(200);
  });

  it('tells a token again at once how a version stands, and never once the token is over', async () => {
    const url = `${base}/resolve?version=2.1.0-rc.1`;
    const [revoked, elsewhere, leaving] = await Promise.all([
      portal.token(developer),
      portal.token(developer),
      portal.token(developer, ['read'], new Date(portal.house.clock().getTime() + 60_000)),
    ]);
    const unfit = await portal.token(developer, ['predict']);
    const statusOf = async ({ secret }: { secret: string }) =>
      (await portal.rest(secret, { url })).statusCode;
    const [first, second] = [await get(url), await get(url)];
    expect(first.json()).toMatchObject({ version: '2.1.0-rc.1', standing: 'usable' });
    expect(second.body).toBe(first.body);
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(second.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    for (const token of [revoked, elsewhere, leaving]) expect(await statusOf(token)).toBe(200);
    for (let asked = 0; asked < 2; asked += 1) expect(await statusOf(unfit)).toBe(403);
    expect((await portal.app.inject({ url })).statusCode).toBe(401);
    expect((await get(`${url}%00`)).statusCode).toBe(400);
    await revokeApiToken(developer.context, { id: revoked.id });
    expect(await statusOf(revoked)).toBe(401);
    // As another server does it: this one looks again within a moment.
    await portal.house.pool.query('UPDATE api_token SET revoked_at = $2 WHERE id = $1', [
      elsewhere.id,
      portal.house.clock(),
    ]);
    await expect.poll(() => statusOf(elsewhere)).toBe(401);
    portal.later(61_000);
    await expect.poll(() => statusOf(leaving)).toBe(401);
  });

  it('pages entries', async () => {
    const first = (await get('/api/v1/entries?limit=2')).json();
    expect(first.items).toHaveLength(2);
    const second = (await get(`/api/v1/entries?limit=2&after=${first.next}`)).json();
    expect(second.items[0].id).not.toBe(first.items[0].id);
    expect((await get(`/api/v1/entries/${first.items[0].id}`)).json().body).toContain('"v":1');
  });
});

describe('predictions over REST', () => {
  let lines: string[];
  beforeAll(async () => {
    const text = await readFile(new URL('predictions-2.1.0-rc.1.ndjson', data), 'utf8');
    lines = text
      .trim()
      .split('\n')
      .slice(0, 40)
      .map((line) => {
        const { eventDate, ...claim } = JSON.parse(line);
        return JSON.stringify({ ...claim, businessReference: eventDate });
      });
  });

  it('are taken line by line; a bad line is named and holds up no other', async () => {
    const body = [...lines, '{"id":', '', '{"id":"x"}', lines[0]].join('\n');
    const reply = await ndjson('/api/v1/predictions', body);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ accepted: 40, existed: 1 });
    expect(reply.json().refused.map(({ line }: { line: number }) => line)).toEqual([41, 43]);
    expect((await ndjson('/api/v1/predictions', lines.join('\n'))).json()).toMatchObject({
      accepted: 0,
      existed: 40,
    });
  });

  it('under a key are answered the same, and another body is a conflict', async () => {
    const key = { 'idempotency-key': 'lines-1' };
    const first = await ndjson('/api/v1/predictions', lines[0]!, key);
    const again = await ndjson('/api/v1/predictions', lines[0]!, key);
    expect([again.body, again.headers['idempotency-replayed']]).toEqual([first.body, 'true']);
    const other = await ndjson('/api/v1/predictions', lines[1]!, key);
    expect([other.statusCode, other.json().error.detail.reason]).toEqual([409, 'other-request']);
    const both = await Promise.all(
      [1, 2, 3].map(() => ndjson('/api/v1/predictions', lines[2]!, { 'idempotency-key': 'lines-2' })),
    );
    expect(new Set(both.map(({ body }) => body)).size).toBe(1);
  });

  it('need their media type and bounded lines', async () => {
    const wrong = await post('/api/v1/predictions', {});
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const long = await ndjson('/api/v1/predictions', `"${'x'.repeat(1_100_000)}"`);
    expect([long.statusCode, long.json().error.code]).toEqual([413, 'TOO_LARGE']);
  });

  it('are joined by outcomes, read, and reproduced to the bit', async () => {
    const { id, businessReference } = JSON.parse(lines[0]!);
    const outcome = JSON.stringify({ businessReference, actual: 12.5, observedAt: '2016-09-01T06:00:00Z' });
    expect((await ndjson('/api/v1/outcomes?model=ridership-demand', outcome)).json()).toMatchObject({
      accepted: 1,
    });
    const read = (await get(`/api/v1/predictions/${id}`)).json();
    expect(read).toMatchObject({ callerId: id, basis: 'claimed', outcome: { value: '12.5' } });
    const replayed = await portal.rest(token, {
      method: 'POST',
      url: `/api/v1/predictions/${read.id}/replay`,
    });
    expect([replayed.statusCode, replayed.json().verdict]).toEqual([200, 'identical']);
    expect((await get('/api/v1/predictions?model=ridership-demand&limit=5')).json().items).toHaveLength(5);
    expect((await get('/api/v1/predictions/nobody-knows')).statusCode).toBe(404);
  });

  it('are asked of a deployed version, all or none', async () => {
    const { inputs } = JSON.parse(lines[0]!);
    const ask = (payload: object, environment = 'staging') =>
      post(`${base}/invocations?environment=${environment}`, payload);
    const none = await ask({ inputs });
    expect([none.statusCode, none.json().error.code]).toEqual([404, 'NO_DEPLOYMENT']);
    const deployed = await post(`${base}/deployments`, {
      version: '2.1.0-rc.1',
      environment: 'staging',
      role: 'champion',
    });
    expect(deployed.statusCode).toBe(201);
    const one = await ask({ inputs });
    expect([one.statusCode, one.json().predictions.length]).toEqual([200, 1]);
    const { temp_f: _, ...missing } = inputs;
    const refused = await ask({ inputs: [inputs, missing] });
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'INPUT_REFUSED']);
    expect((await ask({ inputs }, 'nowhere')).json().error.code).toBe('ENVIRONMENT_UNKNOWN');
    expect((await ask({ inputs: 'text' })).statusCode).toBe(400);
    const stopped = await post(`${base}/deployments/stop`, { version: '2.1.0-rc.1', environment: 'staging' });
    expect(stopped.statusCode).toBe(200);
    expect((await ask({ inputs })).statusCode).toBe(404);
  });
});

describe('amending and ending over REST', () => {
  it('makes a revision of what the manifest claimed, once for the revision that was read', async () => {
    const metrics = [{ name: 'mae', value: 0.7, split: 'validation' }];
    const amended = await post(`${at}/amendments`, { expectedRevision: 1, metrics });
    expect([amended.statusCode, amended.json().revision]).toEqual([200, 2]);
    const stale = await post(`${at}/amendments`, { expectedRevision: 1, metrics: [] });
    expect([stale.statusCode, stale.json().error.code]).toEqual([409, 'STALE']);
    const wrong = await post(`${at}/amendments`, { expectedRevision: 2, metrics: [{ name: 'mae' }] });
    expect([wrong.statusCode, wrong.json().error.code]).toEqual([400, 'BAD_INPUT']);
  });

  it('takes errata only once nothing is amended any more, and then the end', async () => {
    const erratum = await post(`${at}/errata`, { text: 'too early' });
    expect([erratum.statusCode, erratum.json().error.code]).toEqual([409, 'AMEND_INSTEAD']);
    const ended = await post(`${at}/deprecation`, { reason: 'withdrawn', comment: 'an example' });
    expect(ended.statusCode).toBe(200);
    expect((await get(at)).json()).toMatchObject({ version: { stage: 'deprecated' } });
  });
});

it('a heartbeat is added once under its key, however often a consumer elsewhere sends it', async () => {
  const now = new Date().toISOString();
  const beat = { model: 'ridership-demand', version: '2.1.0-rc.1', from: now, to: now, calls: 5, errors: 1 };
  const send = (key: string) =>
    portal.rest(token, {
      method: 'POST',
      url: '/api/v1/consumers/elsewhere/heartbeats',
      headers: { 'idempotency-key': key },
      payload: { heartbeats: [{ ...beat, latency: null }] },
    });
  const replies = await Promise.all(['k-beat', 'k-beat', 'k-beat'].map(send));
  expect(replies.map(({ statusCode, body }) => [statusCode, body])).toEqual(
    Array.from({ length: 3 }, () => [200, '{"recorded":1}']),
  );
  const seen = async () => (await get('/api/v1/consumers/elsewhere')).json().traffic;
  expect(await seen()).toMatchObject([{ origin: 'heartbeat', calls: 5, errors: 1 }]);
  await send('k-next');
  expect(await seen()).toMatchObject([{ calls: 10, errors: 2 }]);
});
