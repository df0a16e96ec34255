import { Refusal } from '@countersign/contracts';
import type { FastifyInstance } from 'fastify';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bodies of JSON are UTF-8 (RFC 8259): what is not is refused, where a decoder would put other letters in its place. */
export function registerJsonBody(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      done(new Refusal('BAD_INPUT', 'The body is no UTF-8.'));
      return;
    }
    parse(request, text, done);
  });
}
