import { createHash } from 'node:crypto';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '@countersign/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../src/run-command.ts';

/** A server with the part of the REST API that registering uses, kept in memory. */
interface FakePortal {
  readonly url: string;
  readonly uploads: Map<string, Buffer>;
  readonly manifests: Manifest[];
  /** Requests that are answered with 503 first. */
  failures: number;
  close(): void;
}

async function openFakePortal(): Promise<FakePortal> {
  const uploads = new Map<string, Buffer>();
  const manifests: Manifest[] = [];
  const portal = { uploads, manifests, failures: 0 };
  const server: Server = createServer(async (request, reply) => {
    const body = await bodyOf(request);
    if (portal.failures > 0) {
      portal.failures -= 1;
      return json(reply, 503, {
        error: { code: 'DATABASE_UNAVAILABLE', message: 'later', detail: {}, requestId: 'r' },
      });
    }
    if (request.headers.authorization !== 'Bearer cs_test') {
      return json(reply, 401, {
        error: { code: 'UNAUTHENTICATED', message: 'who?', detail: {}, requestId: 'r1' },
      });
    }
    const digest = /\/uploads\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1];
    if (digest && request.method === 'HEAD')
      return void reply.writeHead(uploads.has(digest) ? 200 : 404).end();
    if (digest) {
      uploads.set(digest, body);
      return json(reply, 201, { sha256: digest, size: body.length, existed: false });
    }
    if (request.method === 'POST') {
      const manifest = JSON.parse(body.toString()) as Manifest;
      const existed = manifests.some(({ version }) => version === manifest.version);
      if (!existed) manifests.push(manifest);
      return json(reply, existed ? 200 : 201, {
        ...{
          id: 'x',
          model: manifest.model,
          version: manifest.version,
          number: manifests.length,
          stage: 'registered',
        },
        ...{
          substance: '',
          presentation: '',
          existed,
          unsatisfiableGates: ['goLive'],
          missingFields: ['Business line'],
          fittedOnAll: [{ dataset: 'rides', why: 'trainRows is 9 of 9 rows' }],
          url: 'http://portal/m',
        },
      });
    }
    return json(reply, 200, {
      gates: [{ gate: 'review', environment: null, state: 'none', couldSign: [{ name: 'Rita' }] }],
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // Below a path, as behind a proxy that serves other things as well.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/portal`;
  return Object.assign(portal, { url, close: () => void server.close() });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = (reply: ServerResponse, status: number, value: unknown) =>
  void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

let portal: FakePortal;
let folder: string;
beforeEach(async () => {
  portal = await openFakePortal();
  folder = await mkdtemp(join(tmpdir(), 'countersign-folder-'));
  await writeFile(join(folder, 'model.onnx'), Buffer.alloc(3_000_000, 7));
  await writeFile(join(folder, 'params.json'), '{"seed": 7}');
  await writeManifest({});
});
afterEach(async () => {
  portal.close();
  await rm(folder, { recursive: true });
});

const writeManifest = (fields: object) =>
  writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({
      model: 'credit-risk',
      version: '1.0.0',
      authors: [],
      files: [{ path: 'model.onnx', kind: 'artifact' }],
      parametersFile: 'params.json',
      ...fields,
    }),
  );

async function run(...given: string[]) {
  let out = '';
  let aside = '';
  const code = await runCommand([...given, '--url', portal.url], {
    environment: { COUNTERSIGN_TOKEN: 'cs_test' },
    out: (text) => {
      out += text;
    },
    aside: (text) => {
      aside += text;
    },
  });
  return { code, out, aside };
}

describe('countersign register', () => {
  it('sends what is missing, registers, and says who could sign', async () => {
    const { code, out } = await run('register', folder);
    expect(code).toBe(0);
    const digest = createHash('sha256').update(Buffer.alloc(3_000_000, 7)).digest('hex');
    expect(portal.uploads.get(digest)?.length).toBe(3_000_000);
    expect(portal.manifests[0]?.files).toEqual([
      { path: 'model.onnx', kind: 'artifact', sha256: digest, size: 3_000_000 },
    ]);
    expect(portal.manifests[0]?.parameters).toEqual({ seed: 7 });
    expect(out).toContain('Registered credit-risk 1.0.0 as number 1: 1 files, 1 of them sent');
    expect(out).toContain('http://portal/m');
    expect(out).toContain('Could sign review: Rita');
    expect(out).toContain('nobody could satisfy go-live');
    expect(out).toContain('not filled in: Business line');
  });

  it('changes nothing the second time', async () => {
    await run('register', folder);
    const { code, out, aside } = await run('register', folder);
    expect([code, aside]).toEqual([0, '']);
    expect(out).toContain('registered already; nothing was changed');
  });

  it('tries again where the server is away for a moment', async () => {
    portal.failures = 1;
    expect((await run('register', folder)).code).toBe(0);
  });

  it.each([
    [
      'a file that is not there',
      { files: [{ path: 'missing.onnx', kind: 'artifact' }] },
      2,
      'There is no file missing.onnx',
    ],
    ['a path out of the folder', { files: [{ path: '../x', kind: 'artifact' }] }, 1, 'files.0.path'],
    ['a field that does not exist', { modell: 'x' }, 1, 'unknown field modell'],
    ['parameters that are no object', { parametersFile: 'model.onnx' }, 1, 'model.onnx is not JSON'],
  ])('is refused for %s, before anything is sent', async (_name, fields, exitCode, sentence) => {
    await writeManifest(fields);
    const { code, aside } = await run('register', folder);
    expect([code, portal.manifests.length]).toEqual([exitCode, 0]);
    expect(aside).toContain(sentence);
  });

  it('sends nothing that a link brings in from outside the folder; a link within it is a file', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'countersign-secrets-'));
    try {
      await writeFile(join(outside, 'secret.json'), '{"token": "of the machine"}');
      await symlink(join(outside, 'secret.json'), join(folder, 'stolen.json'));
      await symlink(outside, join(folder, 'inside'));
      await symlink('model.onnx', join(folder, 'same.onnx'));
      for (const fields of [
        { files: [{ path: 'stolen.json', kind: 'configuration' }] },
        { files: [{ path: 'inside/secret.json', kind: 'configuration' }] },
        { parametersFile: 'stolen.json' },
      ]) {
        await writeManifest(fields);
        const { code, aside } = await run('register', folder);
        expect([code, portal.uploads.size, portal.manifests.length]).toEqual([1, 0, 0]);
        expect(aside).toContain('is a link that leads out of the folder');
      }
      await writeManifest({ files: [{ path: 'same.onnx', kind: 'artifact' }] });
      expect((await run('register', folder)).code).toBe(0);
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('prints the reply alone with --json', async () => {
    const { out } = await run('register', folder, '--json');
    expect(JSON.parse(out)).toMatchObject({ model: 'credit-risk', existed: false });
  });
});

describe('countersign', () => {
  it.each([
    [['register', '/nowhere/at/all'], 2, 'There is no file manifest.json'],
    [['register'], 2, 'takes FOLDER'],
    [['frobnicate'], 2, 'There is no command'],
    [['status', 'x', '--loud'], 2, '--loud'],
    [['predict', 'x'], 2, '--inputs'],
    [['status', 'x', '--token', 'cs_wrong'], 1, 'Refused (UNAUTHENTICATED): who?'],
  ])('%j ends with %i', async (given, exitCode, sentence) => {
    const { code, aside } = await run(...given);
    expect(code).toBe(exitCode);
    expect(aside).toContain(sentence);
  });

  it('repeats no token that was pasted badly', async () => {
    const { code, aside } = await run('status', 'x', '--token', 'cs_secret\nand more');
    expect(code).toBe(2);
    expect(aside).toContain('starts with cs_');
    expect(aside).not.toContain('secret');
  });

  it('ends with 2 where nothing answers, or something else', async () => {
    portal.close();
    const around = { environment: { COUNTERSIGN_TOKEN: 'cs_test' }, out: () => {}, aside: () => {} };
    expect(await runCommand(['status', 'x', '--url', 'http://127.0.0.1:9'], around)).toBe(2);
    expect(await runCommand(['status', 'x', '--url', 'not an address'], around)).toBe(2);
  });
});
