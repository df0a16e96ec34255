import {
  AttachmentAdded,
  AttachmentInput,
  AttachmentPage,
  AttachmentUploaded,
  Id,
  limits,
  Receipt,
  Refusal,
  VersionAddress,
  WithdrawAttachment,
} from '@countersign/contracts';
import {
  addAttachment,
  listAttachments,
  readAttachment,
  uploadAttachment,
  withdrawAttachment,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';
import { sendFile } from './send-file.ts';

export const attachmentRoutes = [
  route('GET /models/{model}/versions/{version}/attachments', {
    summary: 'Reports beside a version, the newest first; withdrawn ones among them.',
    scope: 'read',
    params: VersionAddress,
    query: PageQuery,
    reply: AttachmentPage,
    answer: (ctx, { params, query }) => listAttachments(ctx, { ...params, ...query }),
  }),
  route('PUT /models/{model}/versions/{version}/attachments/upload', {
    summary: 'Stores the bytes of a report and says their digest, by which it is attached within a day.',
    scope: 'register',
    params: VersionAddress,
    bytes: true,
    reply: AttachmentUploaded,
    answer(ctx, { params }, request) {
      if (Number(request.headers['content-length'] ?? 0) > limits.attachment)
        throw new Refusal('TOO_LARGE', `An attachment has at most ${limits.attachment} bytes.`, {
          maxBytes: limits.attachment,
        });
      return uploadAttachment(ctx, params, request.raw);
    },
  }),
  route('POST /models/{model}/versions/{version}/attachments', {
    summary: 'Attaches an uploaded report: a PDF, or a DOCX without macros, by its bytes.',
    scope: 'register',
    params: VersionAddress,
    json: AttachmentInput,
    status: 201,
    reply: AttachmentAdded,
    answer: (ctx, { params, json }) => addAttachment(ctx, { ...json, ...params }),
  }),
  route('GET /models/{model}/versions/{version}/attachments/{id}/content', {
    summary: 'The bytes of a report, to be saved. Ranges are answered.',
    scope: 'read',
    params: z.extend(VersionAddress, { id: Id }),
    async answer(ctx, { params }, request, reply) {
      const file = await readAttachment(ctx, { ...params, attachmentId: params.id });
      return sendFile({ ...file, name: file.fileName }, false, request, reply);
    },
  }),
  route('POST /attachments/{attachmentId}/withdraw', {
    summary: 'Withdraws a report, with a reason. It stays to be read; signatures that cover it say so.',
    scope: 'register',
    params: z.object({ attachmentId: Id }),
    json: z.omit(WithdrawAttachment, { attachmentId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => withdrawAttachment(ctx, { ...json, ...params }),
  }),
];
