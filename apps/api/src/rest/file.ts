import { FilePath, VersionAddress } from '@countersign/contracts';
import { readFile } from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag } from './query.ts';
import { route } from './route.ts';
import { sendFile } from './send-file.ts';

export const fileRoutes = [
  route('GET /models/{model}/versions/{version}/files/{path}', {
    summary:
      'The bytes of a file, to be saved; as text with preview=1 where it is a text. Ranges are answered.',
    scope: 'read',
    params: z.extend(VersionAddress, { path: FilePath }),
    query: z.object({ preview: z.optional(Flag) }),
    async answer(ctx, { params, query }, request, reply) {
      const file = await readFile(ctx, params);
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      return sendFile({ ...file, name }, query.preview === true && file.preview !== null, request, reply);
    },
  }),
];
