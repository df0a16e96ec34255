import { PassThrough } from 'node:stream';
import { ExportPack, PackExported } from '@countersign/contracts';
import { exportPack, fetchPack } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const packRoutes = [
  route('POST /packs', {
    summary:
      'Records that an evidence pack of these entries and predictions is taken along, and says where it is fetched.',
    scope: 'read',
    json: ExportPack,
    status: 201,
    reply: PackExported,
    answer: (ctx, { json }) => exportPack(ctx, json),
  }),
  route('GET /packs/{id}', {
    summary: 'An exported evidence pack, as a ZIP that verifies offline.',
    scope: 'read',
    params: z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }),
    async answer(ctx, { params }, _request, reply) {
      const pack = await fetchPack(ctx, params);
      const stream = new PassThrough();
      // Whoever stops reading ends the writing; what fails midway leaves a ZIP without its end, which no reader takes.
      const write = async (bytes: Uint8Array) => {
        if (stream.destroyed) throw new Error('the reader has gone');
        if (!stream.write(Buffer.from(bytes))) await drained(stream);
      };
      pack.write(write).then(
        () => stream.end(),
        (error: Error) => stream.destroy(error),
      );
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${pack.name}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(stream);
    },
  }),
];

const drained = (stream: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
