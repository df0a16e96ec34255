import { httpStatusOf } from '@countersign/contracts';
import type { House } from '@countersign/governance';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { FastifyInstance } from 'fastify';
import { logFailure } from '../reply/error-body.ts';
import { refusalOf } from '../reply/refusal-of.ts';
import type { AttemptLimits } from '../session/attempt-limit.ts';
import type { Authenticate } from '../session/authenticate.ts';
import type { Sessions } from '../session/lucia-sessions.ts';
import { visitOf } from '../session/visit-of.ts';
import { refusalOfTrpc } from './procedure.ts';
import { type AppRouter, appRouter } from './router.ts';
import { trpcCodeOf } from './trpc-code.ts';

export interface TrpcParts {
  readonly house: House;
  readonly sessions: Sessions;
  readonly authenticate: Authenticate;
  readonly limits: AttemptLimits;
}

/** tRPC for the portal's own pages, and for scripts that read with a token. */
export async function registerTrpc(
  scope: FastifyInstance,
  { house, sessions, authenticate, limits }: TrpcParts,
): Promise<void> {
  scope.addHook('onRequest', (request, reply) => authenticate(request, reply, true));
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  // What fails before a procedure is reached, in the shape that tRPC's clients read.
  scope.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    logFailure(request, refusal, error);
    const { code, message, detail } = refusal;
    const httpStatus = httpStatusOf(code);
    const key = trpcCodeOf(code);
    const data = { code: key, httpStatus, countersign: { code, message, detail, requestId: request.id } };
    return reply.code(httpStatus).send({ error: { message, code: TRPC_ERROR_CODES_BY_KEY[key], data } });
  });
  await scope.register(fastifyTRPCPlugin, {
    trpcOptions: {
      router: appRouter,
      maxBatchSize: 30,
      createContext: ({ req, res }) => ({
        house,
        actor: req.actor,
        visit: visitOf(req, res, sessions, limits),
      }),
      onError: ({ error, req }) => logFailure(req, refusalOfTrpc(error), error.cause ?? error),
    },
  } satisfies FastifyTRPCPluginOptions<AppRouter>);
}
