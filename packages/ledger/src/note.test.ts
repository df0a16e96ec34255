import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64, toHex } from './bytes.ts';
import { type Checkpoint, checkpointText, cosign, cosignedAt, parseCheckpoint } from './checkpoint.ts';
import { isSigned, keyText, keyTypes, noteText, parseKey, parseNote, signNote, verifierKey } from './note.ts';
import { parseProofFile, proofFileText } from './proof-file.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

const privateKey = (seed: Uint8Array) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
const publicOf = (seed: Uint8Array) =>
  new Uint8Array(createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(-32));
const signWith = (seed: Uint8Array) => (message: Uint8Array) =>
  new Uint8Array(sign(null, message, privateKey(seed)));
const check = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) =>
  verify(
    null,
    message,
    createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    }),
    signature,
  );

const seed = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const other = hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');

describe('Ed25519, as it is handed in', () => {
  it('answers the first three tests of RFC 8032', () => {
    const tests: [string, string, string, string][] = [
      [
        '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ];
    for (const [secret, key, message, signature] of tests) {
      expect(toHex(publicOf(hex(secret)))).toBe(key);
      expect(toHex(signWith(hex(secret))(hex(message)))).toBe(signature);
      expect(check(hex(key), hex(message), hex(signature))).toBe(true);
    }
  });
});

describe('a signed note', () => {
  const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const published =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

  it('of the specification is verified by its key, and written back to the byte', async () => {
    const key = parseKey(vkey, sha256);
    expect(keyText(key)).toBe(vkey);
    const note = parseNote(published);
    expect(await isSigned(note, key, check)).toBe(true);
    expect(noteText(note)).toBe(published);
    expect(await isSigned({ ...note, text: 'Another message.\n' }, key, check)).toBe(false);
    const stranger = verifierKey('example.com/foo', keyTypes.note, publicOf(seed), sha256);
    expect(await isSigned(note, stranger, check)).toBe(false);
  });

  it('with two signatures of one key holds only if both do', async () => {
    const key = verifierKey('ledger.example/log', keyTypes.note, publicOf(seed), sha256);
    const text = 'one\n\ntwo\n';
    const good = await signNote(text, key, signWith(seed));
    const bad = { ...good, bytes: Uint8Array.from(good.bytes, (byte, at) => (at === 0 ? byte ^ 1 : byte)) };
    const round = parseNote(noteText({ text, signatures: [good] }));
    expect(round.text).toBe(text);
    expect(await isSigned(round, key, check)).toBe(true);
    expect(await isSigned({ text, signatures: [good, bad] }, key, check)).toBe(false);
    expect(await isSigned({ text, signatures: [] }, key, check)).toBe(false);
  });

  it('is refused where it is malformed', () => {
    for (const broken of [
      '',
      'text without signatures\n',
      published.slice(0, -1),
      published.replace('— ', '- '),
      published.replace('example message', 'example\u0007message'),
      published.replace('Uw2QOkn8', 'Uw2QO!n8'),
      `text\n\n${'— a AAAAAAAA\n'.repeat(101)}`,
    ])
      expect(() => parseNote(broken), broken).toThrow(SyntaxError);
    for (const broken of [vkey.replace('530d903a', '530d903b'), vkey.slice(0, -4), 'a b+00000000+AA==', ''])
      expect(() => parseKey(broken, sha256), broken).toThrow(SyntaxError);
    expect(() => verifierKey('two words', keyTypes.note, publicOf(seed), sha256)).toThrow(SyntaxError);
  });
});

describe('a checkpoint', () => {
  const checkpoint: Checkpoint = {
    origin: 'example.com/behind-the-sofa',
    size: 20_852_163,
    root: fromBase64('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='),
  };
  const key = verifierKey(checkpoint.origin, keyTypes.note, publicOf(seed), sha256);
  const witness = verifierKey('witness.example.com/w1', keyTypes.cosignature, publicOf(other), sha256);

  it('has the text of the specification, and is read back', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(checkpointText(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
    for (const broken of [
      text.replace('20852163', '020852163'),
      text.replace('20852163', '-1'),
      text.replace('20852163', '99999999999999999'),
      `${text}an extension\n`,
      text.replace('CsUY', 'CsU'),
      text.slice(0, -1),
    ])
      expect(() => parseCheckpoint(broken), broken).toThrow(SyntaxError);
  });

  it('is cosigned at a time that cannot be changed', async () => {
    const text = checkpointText(checkpoint);
    const own = await signNote(text, key, signWith(seed));
    const seen = await cosign(text, witness, 1_679_315_147, signWith(other));
    const note = parseNote(noteText({ text, signatures: [own, seen] }));
    expect(await isSigned(note, key, check)).toBe(true);
    expect(await cosignedAt(note, witness, check)).toBe(1_679_315_147);
    const later = { ...seen, bytes: Uint8Array.from(seen.bytes, (byte, at) => (at === 7 ? byte + 1 : byte)) };
    expect(await cosignedAt({ text, signatures: [later] }, witness, check)).toBeNull();
    expect(await cosignedAt({ text, signatures: [own] }, witness, check)).toBeNull();
    // The log's own signature is no cosignature, nor the other way round.
    expect(await isSigned(note, { ...witness, type: keyTypes.note }, check)).toBe(false);
  });

  it('travels with the proof of an entry', async () => {
    const text = checkpointText(checkpoint);
    const signed = { text, signatures: [await signNote(text, key, signWith(seed))] };
    const file = {
      index: 73_894,
      proof: [sha256(seed), sha256(other)],
      checkpoint: signed,
      extra: hex('00ff'),
    };
    const written = proofFileText(file);
    expect(written.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra AP8=', 'index 73894']);
    expect(parseProofFile(written)).toEqual(file);
    expect(parseProofFile(proofFileText({ ...file, extra: null, proof: [], index: 0 }))).toMatchObject({
      index: 0,
      extra: null,
      proof: [],
    });
    for (const broken of [
      written.replace('@v1', '@v2'),
      written.replace('index 73894', 'index 073894'),
      written.replace(toBase64(sha256(seed)), 'AAAA'),
      written.replace('\n\n', '\n'),
    ])
      expect(() => parseProofFile(broken)).toThrow(SyntaxError);
  });
});

it('Base 64 has one spelling', () => {
  for (const other of ['AA', 'AB==', 'AAA', 'A A=', 'AAB=', '_-8='])
    expect(() => fromBase64(other), other).toThrow(SyntaxError);
  expect(fromBase64('')).toHaveLength(0);
  const long = new Uint8Array(100_000).map((_, at) => at & 0xff);
  expect(Buffer.from(fromBase64(toBase64(long))).equals(long)).toBe(true);
});
