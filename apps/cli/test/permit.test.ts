import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkpointText,
  keyText,
  keyTypes,
  noteText,
  permitPayloadType,
  permitText,
  revocationsPayloadType,
  revocationsText,
  sealEnvelope,
  signNote,
  verifierKey,
} from '@countersign/ledger';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodeCrypto } from '../src/pack/node-crypto.ts';
import { runCommand } from '../src/run-command.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const key = verifierKey('models.example.org', keyTypes.note, raw, nodeCrypto.sha256);
const signed = (message: Uint8Array) => sign(null, message, privateKey);
const bytes = 'the bytes of a model';
const artifact = createHash('sha256').update(bytes).digest('hex');
const id = '01900000-0000-7000-8000-000000000001';
let folder: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-permit-'));
  const text = checkpointText({ origin: key.name, size: 7, root: new Uint8Array(32) });
  const now = Date.now();
  const iso = (ms: number) => new Date(now + ms).toISOString();
  const statement = permitText({
    id,
    model: 'ridership-demand',
    version: '2.0.0',
    environment: 'production',
    artifact,
    issuedAt: iso(-60_000),
    expiresAt: iso(3_600_000),
    graceUntil: iso(3_600_000),
    checkpoint: noteText({ text, signatures: [await signNote(text, key, signed)] }),
  });
  const list = (revoked: string[]) =>
    sealEnvelope(
      revocationsPayloadType,
      revocationsText({ issuedAt: iso(0), revoked: revoked.map((permit) => ({ permit, at: iso(0) })) }),
      key,
      signed,
    );
  await writeFile(file('model.onnx'), bytes);
  await writeFile(
    file('permit.json'),
    JSON.stringify(await sealEnvelope(permitPayloadType, statement, key, signed)),
  );
  await writeFile(file('none.json'), JSON.stringify(await list([])));
  await writeFile(file('revoked.json'), JSON.stringify(await list([id])));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(...more: string[]) {
  const said: string[] = [];
  const code = await runCommand(['permit', 'verify', file('permit.json'), ...more], {
    environment: {},
    out: (text) => said.push(text),
    aside: (text) => said.push(text),
  });
  return { code, said: said.join('') };
}
const good = () => ['--key', keyText(key), '--environment', 'production', '--artifact', file('model.onnx')];

it('a pipeline holds a permit against what it is about to start, without a portal or a token', async () => {
  expect(await verify(...good(), '--revocations', file('none.json'))).toEqual({
    code: 0,
    said: 'ridership-demand 2.0.0 may be started in production.\nIt is not revoked.\n',
  });
  expect(await verify(...good())).toMatchObject({ code: 0, said: expect.stringContaining('is not known') });
  expect(await verify(...good(), '--revocations', file('revoked.json'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('do not start it'),
  });
});

it('says no to other bytes and another environment, and asks for what it needs', async () => {
  const by = ['--key', keyText(key), '--environment', 'production'];
  expect(await verify(...by, '--digest', 'b'.repeat(64))).toMatchObject({ code: 1 });
  expect(await verify('--key', keyText(key), '--environment', 'staging', '--digest', artifact)).toMatchObject(
    {
      code: 1,
    },
  );
  expect(await verify('--environment', 'production', '--digest', artifact)).toMatchObject({ code: 2 });
  expect(await verify('--key', keyText(key), '--digest', artifact)).toMatchObject({ code: 2 });
  expect(await verify(...by)).toMatchObject({ code: 2, said: expect.stringContaining('--artifact') });
});
