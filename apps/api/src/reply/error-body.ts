import { httpStatusOf, type Refusal } from '@countersign/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalOf } from './refusal-of.ts';

/** The one shape of every error outside tRPC. */
export const errorBody = (refusal: Refusal, requestId: string) => ({
  error: { code: refusal.code, message: refusal.message, detail: refusal.detail, requestId },
});

export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  logFailure(request, refusal, error);
  if (refusal.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
  return reply
    .code(httpStatusOf(refusal.code))
    .type('application/json; charset=utf-8')
    .send(errorBody(refusal, request.id));
}

/** Refusals are ordinary; what we did not foresee is logged with its cause, which the caller is not told. */
export function logFailure(request: FastifyRequest, refusal: Refusal, error: unknown): void {
  if (refusal.code === 'INTERNAL') request.log.error({ err: error }, 'a request failed');
  else if (refusal.code === 'DATABASE_UNAVAILABLE')
    request.log.warn({ reason: String(error) }, 'the database does not answer');
}
