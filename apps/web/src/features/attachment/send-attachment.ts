import { AttachmentUploaded, type VersionAddress } from '@countersign/contracts';
import { withBase } from '../../app/base-path.ts';
import { problemOf, RestRefusal } from '../../app/problem.ts';

const under = ({ model, version }: VersionAddress): string =>
  withBase(`/api/v1/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/attachments`);

export const attachmentUrl = (address: VersionAddress, id: string): string =>
  `${under(address)}/${id}/content`;

/** Sends the bytes; the server says their digest. @throws RestRefusal */
export async function sendAttachment(address: VersionAddress, file: File): Promise<string> {
  const answer = await fetch(`${under(address)}/upload`, {
    method: 'PUT',
    headers: { 'x-countersign': '1', 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => null);
  const said: unknown = await answer?.json().catch(() => null);
  if (!answer?.ok) throw new RestRefusal(problemOf(said));
  return AttachmentUploaded.parse(said).digest;
}
