import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { type AddAttachment, AddAttachment as Adding, AttachmentPage, limits } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { docx } from '../../test/example-docx.ts';
import { decide, openScene, prepared, type Scene } from '../../test/signing-scene.ts';
import { sweepBlobs } from '../blob/sweep-blobs.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { readSigningSubject } from '../sign-off/read-signing-subject.ts';
import { signOff } from '../sign-off/sign-off.ts';
import { sweepOperational } from '../sweep-operational.ts';
import { addAttachment } from './add-attachment.ts';
import { listAttachments } from './list-attachments.ts';
import { readAttachment } from './read-attachment.ts';
import { uploadAttachment } from './upload-attachment.ts';
import { withdrawAttachment } from './withdraw-attachment.ts';

let scene: Scene;
let reviewer: Context;
let viewer: Context;
let operator: Context;
beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Attachment reviewer', 'reviewer');
  viewer = await scene.signer('Attachment viewer', 'viewer');
  operator = await scene.signer('Attachment operator', 'operator');
});
afterAll(() => scene.house.close());

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);
async function* streamed(bytes: Buffer) {
  yield bytes;
}
const send = (on: Scene, bytes: Buffer, by = reviewer) => uploadAttachment(by, on.address, streamed(bytes));

interface Said extends Partial<Omit<AddAttachment, 'model' | 'version'>> {
  readonly by?: Context;
}
async function attach(on: Scene, bytes: Buffer, { by = reviewer, ...more }: Said = {}) {
  const { digest } = await send(on, bytes, by);
  return addAttachment(by, {
    ...on.address,
    kind: 'validation-report',
    title: 'Validation report',
    fileName: 'report.pdf',
    digest,
    ...more,
  });
}
const withdraw = (attachmentId: string, by = scene.owner) =>
  withdrawAttachment(by, { attachmentId, reason: 'It was a draft.' });

describe('an attachment', () => {
  it('has a name without a folder and without marks that hide what it is', () => {
    const fits = (fileName: string) =>
      Adding.safeParse({
        ...scene.address,
        kind: 'other',
        title: 'T',
        fileName,
        digest: 'a'.repeat(64),
      }).success;
    expect(fits('Bericht für März.pdf')).toBe(true);
    for (const name of ['../a.pdf', 'a/b.pdf', 'a\\b.pdf', 'a\u0000.pdf', 'fdp.\u202eexe.pdf', '', '.', '..'])
      expect([name, fits(name)]).toEqual([name, false]);
  });

  it('is attached once, listed page by page, withdrawn with a reason and never deleted', async () => {
    const other = await scene.another('attached');
    const first = await attach(other, pdf('first'), { title: 'First' });
    const minutes = await attach(other, docx(), {
      by: scene.developer,
      kind: 'approval-minutes',
      title: 'Minutes',
      fileName: 'Minutes.DOCX',
    });
    expect(await codeOf(attach(other, pdf('first'), { kind: 'other' }))).toBe('CONFLICT');
    await withdraw(first.attachmentId);
    expect(await codeOf(withdraw(first.attachmentId))).toBe('CONFLICT');
    const page = await listAttachments(viewer, { ...other.address, limit: 1 });
    expect(AttachmentPage.parse(page)).toEqual(page);
    expect(page).toMatchObject({
      items: [
        {
          id: minutes.attachmentId,
          version: 'attached',
          kind: 'approval-minutes',
          mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          fileName: 'Minutes.DOCX',
          bytes: docx().length,
          digest: createHash('sha256').update(docx()).digest('hex'),
          withdrawn: null,
        },
      ],
      mayChange: [{ code: 'FORBIDDEN' }],
    });
    const rest = await listAttachments(reviewer, { ...other.address, limit: 1, after: page.next! });
    expect(rest).toMatchObject({
      items: [{ title: 'First', withdrawn: { reason: 'It was a draft.' } }],
      next: null,
      mayChange: [],
    });
    const opened = await readAttachment(viewer, { ...other.address, attachmentId: first.attachmentId });
    expect(Buffer.concat(await opened.open().toArray())).toEqual(pdf('first'));
    const elsewhere = readAttachment(viewer, { ...scene.address, attachmentId: first.attachmentId });
    expect(await codeOf(elsewhere)).toBe('NOT_FOUND');
    await expect(
      scene.house.pool.query("UPDATE attachment SET title = 'x' WHERE id = $1", [minutes.attachmentId]),
    ).rejects.toThrow(/refused any change/);
    await expect(
      scene.house.pool.query('DELETE FROM attachment WHERE id = $1', [minutes.attachmentId]),
    ).rejects.toThrow();
    const { items } = await listEntries(viewer, { model: scene.model, version: 'attached' });
    expect(items.map(({ event }) => event).slice(0, 3)).toEqual([
      'version.attachment-withdrawn',
      'version.attachment-added',
      'version.attachment-added',
    ]);
  });

  it('is a matter of those who work on the version or judge it', async () => {
    for (const by of [viewer, operator]) {
      expect(await codeOf(send(scene, pdf('x'), by))).toBe('FORBIDDEN');
      const { digest } = await send(scene, pdf('x'));
      const add = addAttachment(by, {
        ...scene.address,
        kind: 'other',
        title: 'T',
        fileName: 'x.pdf',
        digest,
      });
      expect(await codeOf(add)).toBe('FORBIDDEN');
    }
    const { attachmentId } = await attach(scene, pdf('x'));
    expect(await codeOf(withdraw(attachmentId, viewer))).toBe('FORBIDDEN');
  });

  it('is what this person sent to this version: a known digest alone opens nothing', async () => {
    const other = await scene.another('sent');
    const { digest } = await send(scene, pdf('secret'));
    const input = { ...other.address, kind: 'other', title: 'T', fileName: 'x.pdf', digest } as const;
    expect(await codeOf(addAttachment(reviewer, input))).toBe('UPLOAD_MISSING');
    const { address } = scene;
    expect(await codeOf(addAttachment(scene.owner, { ...input, ...address }))).toBe('UPLOAD_MISSING');
  });

  it('is a PDF or a DOCX by its bytes, under a name that says so', async () => {
    const other = await scene.another('hostile');
    const word = { fileName: 'report.docx' };
    const refusals: [Buffer, Said][] = [
      [Buffer.from('<html><script>alert(1)</script>'), {}],
      [Buffer.from(' %PDF-1.7'), {}],
      [Buffer.alloc(0), {}],
      [pdf('x'), word],
      [pdf('x'), { fileName: 'report.pdf.exe' }],
      [docx(), {}],
      [docx(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']), word],
      [docx().subarray(0, -30), word],
      [Buffer.from('PK\u0003\u0004'), word],
    ];
    for (const [bytes, said] of refusals) expect(await codeOf(attach(other, bytes, said))).toBe('BAD_INPUT');
    const huge = async function* () {
      for (let at = 0; at <= limits.attachment; at += 1 << 20) yield Buffer.alloc(1 << 20);
    };
    expect(await codeOf(uploadAttachment(reviewer, other.address, huge()))).toBe('TOO_LARGE');
    expect((await listAttachments(viewer, other.address)).items).toEqual([]);
  });

  it('keeps its bytes when uploads are swept, withdrawn or not', async () => {
    const { house } = scene;
    const other = await scene.another('swept');
    const { attachmentId } = await attach(other, pdf('kept'));
    await withdraw(attachmentId);
    const { digest: kept } = (await listAttachments(viewer, other.address)).items[0]!;
    const { digest: left } = await send(other, pdf('left'));
    const before = new Date(Date.now() - 2 * 86_400_000);
    for (const digest of [kept, left]) await utimes(house.blobs.pathOf(digest), before, before);
    await house.pool.query('UPDATE blob SET created_at = $1', [before]);
    await house.pool.query('UPDATE attachment_upload SET at = $1', [before]);
    await sweepBlobs(house);
    await sweepOperational(house);
    expect([await house.blobs.has(kept), await house.blobs.has(left)]).toEqual([true, false]);
    expect((await house.pool.query('SELECT FROM attachment_upload')).rowCount).toBe(0);
  });
});

it('a signature covers the attachments that were shown, and says which were withdrawn since', async () => {
  const other = await scene.another('signed');
  const requestId = await other.request('review');
  expect(await readSigningSubject(reviewer, { requestId })).toMatchObject({ referencesDigest: null });
  const unseen = await prepared(reviewer, requestId, 'endorse');
  const { attachmentId } = await attach(other, pdf('signed'));
  expect(await codeOf(signOff(reviewer, unseen))).toBe('STALE');
  const subject = await readSigningSubject(reviewer, { requestId });
  expect(subject.attachments).toMatchObject([{ id: attachmentId, fileName: 'report.pdf' }]);
  expect(await decide(reviewer, requestId)).toMatchObject({ satisfied: true });
  await withdraw(attachmentId);
  expect((await listSignOffs(viewer, other.address))[0]).toMatchObject({
    state: 'current',
    signatureValid: true,
    referencesDigest: subject.referencesDigest,
    referencesWithdrawn: 0,
    attachmentsWithdrawn: 1,
  });
});
