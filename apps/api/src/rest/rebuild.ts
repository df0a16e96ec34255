import { Readable } from 'node:stream';
import type { ComparisonLine } from '@countersign/contracts';
import { compareState } from '@countersign/governance';
import type { FastifyRequest } from 'fastify';
import { errorBody, logFailure } from '../reply/error-body.ts';
import { refusalOf } from '../reply/refusal-of.ts';
import { route } from './route.ts';

/** What goes wrong after the first line is a line too; ending the stream ends the comparison, read or not. */
function written(lines: AsyncGenerator<ComparisonLine>, request: FastifyRequest): AsyncIterable<string> {
  const textOf = (line: object) => ({ value: `${JSON.stringify(line)}\n`, done: false });
  const iterator: AsyncIterator<string> = {
    async next() {
      try {
        const { value, done } = await lines.next();
        return done ? { value: undefined, done } : textOf(value);
      } catch (error) {
        const refusal = refusalOf(error);
        logFailure(request, refusal, error);
        return textOf(errorBody(refusal, request.id));
      }
    },
    async return() {
      await lines.return(undefined);
      return { value: undefined, done: true };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

export const rebuildRoutes = [
  route('GET /ledger/comparison', {
    summary:
      'Derives the state from the entries alone and compares it with the tables. Lines of JSON: how far it is (`done`, `of`), then one `result` that names every difference, or an `error`; without a result nothing was found out.',
    scope: 'read',
    async answer(ctx, _input, request, reply) {
      const lines = await compareState(ctx);
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(written(lines, request), { objectMode: false }));
    },
  }),
];
