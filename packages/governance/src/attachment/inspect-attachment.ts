import {
  type AttachmentMedia,
  attachmentMedia,
  type ClaimedFigure,
  limits,
  Refusal,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { checkDocx, type ReadAt } from './check-docx.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface Inspected {
  readonly mediaType: AttachmentMedia;
  readonly bytes: number;
  readonly figures: readonly ClaimedFigure[];
}

/**
 * What an upload is, by its bytes; its name has to agree with them, so that nothing is opened as something else.
 * @throws Refusal UPLOAD_MISSING, TOO_LARGE, BAD_INPUT for anything but a PDF or a DOCX without macros
 */
export async function inspectAttachment(
  { blobs }: Pick<Context, 'blobs'>,
  { digest, fileName }: { readonly digest: string; readonly fileName: string },
): Promise<Inspected> {
  const bytes = await blobs.size(digest);
  if (bytes === null)
    throw new Refusal('UPLOAD_MISSING', 'Upload the file first, then attach it.', { missing: [digest] });
  if (bytes > limits.attachment)
    throw new Refusal('TOO_LARGE', `An attachment has at most ${limits.attachment} bytes.`, {
      maxBytes: limits.attachment,
    });
  const readAt: ReadAt = async (start, length) =>
    length === 0 || start >= bytes
      ? Buffer.alloc(0)
      : Buffer.concat(
          await blobs.open(digest, { start, end: Math.min(bytes, start + length) - 1 }).toArray(),
        );
  const head = (await readAt(0, 5)).toString('latin1');
  const mediaType = head === '%PDF-' ? 'application/pdf' : head.startsWith('PK\u0003\u0004') ? docx : null;
  if (mediaType === null)
    throw new Refusal('BAD_INPUT', 'An attachment is a PDF or a DOCX document; this file is neither.', {
      fileName,
    });
  if (mediaType === docx) await checkDocx(readAt, bytes);
  const ending = attachmentMedia[mediaType];
  if (!fileName.toLowerCase().endsWith(ending))
    throw new Refusal('BAD_INPUT', `By its bytes the file is a ${ending}, so its name ends with that.`, {
      fileName,
      mediaType,
    });
  return { mediaType, bytes, figures: [] };
}
