import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointText } from '../checkpoint.ts';
import { openEnvelope, parseEnvelope, preAuthEncoding, sealEnvelope } from '../envelope.ts';
import { keyTypes, noteText, signNote, verifierKey } from '../note.ts';
import {
  type Permit,
  parsePermit,
  permitPayloadType,
  permitText,
  revocationsPayloadType,
  revocationsText,
} from './permit.ts';
import { type PermitGiven, verifyPermit } from './verify-permit.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const pair = (name: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  return {
    key: verifierKey(name, keyTypes.note, raw, sha256),
    sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
  };
};
const ours = pair('models.example.org');
const theirs = pair('models.example.org');
const check = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    {
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    },
    signature,
  );

const checkpoint = checkpointText({ origin: ours.key.name, size: 7, root: new Uint8Array(32) });
const note = noteText({ text: checkpoint, signatures: [await signNote(checkpoint, ours.key, ours.sign)] });
const permit: Permit = {
  id: '01900000-0000-7000-8000-000000000001',
  model: 'ridership-demand',
  version: '2.0.0',
  environment: 'production',
  artifact: 'a'.repeat(64),
  issuedAt: '2026-11-21T10:00:00.000Z',
  expiresAt: '2026-11-21T11:00:00.000Z',
  graceUntil: '2026-11-21T11:05:00.000Z',
  checkpoint: note,
};
const sealed = async (over: Partial<Permit> = {}, by = ours) =>
  JSON.stringify(await sealEnvelope(permitPayloadType, permitText({ ...permit, ...over }), by.key, by.sign));
const list = async (issuedAt: string, revoked: string[] = [], by = ours) =>
  JSON.stringify(
    await sealEnvelope(
      revocationsPayloadType,
      revocationsText({ issuedAt, revoked: revoked.map((id) => ({ permit: id, at: issuedAt })) }),
      by.key,
      by.sign,
    ),
  );
const verdict = async (over: Partial<PermitGiven> = {}) =>
  verifyPermit(
    {
      permit: await sealed(),
      revocations: null,
      keys: [ours.key],
      at: new Date('2026-11-21T10:30:00Z'),
      environment: 'production',
      artifact: 'a'.repeat(64),
      longestAge: 600,
      ...over,
    },
    check,
  );
const at = (time: string) => new Date(`2026-11-21T${time}Z`);

describe('an envelope', () => {
  it('is signed over the encoding that the specification gives for an example', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', new TextEncoder().encode('hello world'));
    expect(new TextDecoder().decode(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });

  it('opens with the key that signed it, and says nothing after any change', async () => {
    const envelope = await sealEnvelope('text', 'what was said', ours.key, ours.sign);
    expect(await openEnvelope(envelope, [ours.key], check)).toMatchObject({ text: 'what was said' });
    for (const changed of [
      { ...envelope, payloadType: 'other' },
      { ...envelope, payload: btoa('what was sand') },
      { ...envelope, signatures: [] },
    ])
      expect(await openEnvelope(changed, [ours.key], check)).toBeNull();
    expect(await openEnvelope(envelope, [theirs.key], check)).toBeNull();
    expect(() => parseEnvelope('{"payload": 1}')).toThrow(SyntaxError);
    expect(() => parseEnvelope('null')).toThrow(SyntaxError);
  });
});

describe('a permit', async () => {
  it('is an in-toto statement about the artifact', () => {
    expect(JSON.parse(permitText(permit))).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'ridership-demand@2.0.0', digest: { sha256: 'a'.repeat(64) } }],
    });
    expect(parsePermit(permitText(permit))).toEqual(permit);
  });

  it('starts its artifact in its environment in its time, and a little longer', async () => {
    expect(await verdict()).toMatchObject({ verdict: 'good', permit: { version: '2.0.0' } });
    expect(await verdict({ at: at('11:04:00') })).toMatchObject({
      verdict: 'good',
      said: [expect.stringContaining('in its grace'), expect.any(String)],
    });
  });

  it.each<[string, Partial<PermitGiven>, string]>([
    ['after its grace', { at: at('11:05:01') }, 'its grace ended'],
    ['before its time', { at: at('09:57:00') }, 'not valid before'],
    ['in another environment', { environment: 'staging' }, 'not for staging'],
    ['for another artifact', { artifact: 'b'.repeat(64) }, 'not for bbbb'],
    ['under another key of the same name', { keys: [theirs.key] }, 'not signed by the given key'],
    ['that is no envelope', { permit: 'hello' }, 'cannot be read'],
    ['that is the revocation list', { permit: await list(permit.issuedAt) }, 'of another kind'],
    [
      'whose checkpoint somebody else signed',
      {
        permit: await sealed({
          checkpoint: noteText({
            text: checkpoint,
            signatures: [await signNote(checkpoint, theirs.key, theirs.sign)],
          }),
        }),
      },
      'Its checkpoint',
    ],
    [
      'that was revoked',
      { revocations: await list('2026-11-21T10:29:00Z', [permit.id]) },
      'revoked at 2026-11-21T10:29:00Z',
    ],
    [
      'with a list of before it',
      { revocations: await list('2026-11-21T09:59:00Z') },
      'older than the permit',
    ],
    ['with a list that is old', { revocations: await list('2026-11-21T10:10:00Z') }, 'older than 600'],
    [
      'with a list that somebody else signed',
      { revocations: await list('2026-11-21T10:29:00Z', [], theirs) },
      'list is not signed',
    ],
  ])('is refused %s', async (_, over, said) => {
    const { verdict: found, said: sentences } = await verdict(over);
    expect(found).toBe('refused');
    expect(sentences.join(' ')).toContain(said);
  });

  it('holds with a fresh list that does not name it', async () => {
    expect(await verdict({ revocations: await list('2026-11-21T10:29:00Z', ['another']) })).toMatchObject({
      verdict: 'good',
      said: ['It is not revoked.'],
    });
  });
});
