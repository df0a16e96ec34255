import { type ErrorCode, Refusal } from '@countersign/contracts';
import type { Actor, Context, House } from '@countersign/governance';
import { initTRPC, TRPCError } from '@trpc/server';
import { refusalOf } from '../reply/refusal-of.ts';
import { refuseUnsound } from '../request/refuse-unsound.ts';
import type { Visit } from '../session/visit.ts';
import { trpcCodeOf } from './trpc-code.ts';

export interface TrpcContext {
  readonly house: House;
  readonly actor: Actor | null;
  readonly visit: Visit;
}

/** What every failed call carries in `data.countersign`. */
export interface FailureData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly requestId: string;
}

const t = initTRPC.context<TrpcContext>().create({
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const refusal = refusalOfTrpc(error);
    const countersign: FailureData = {
      code: refusal.code,
      message: refusal.message,
      detail: refusal.detail,
      requestId: ctx?.visit.requestId ?? '',
    };
    return {
      ...shape,
      message: refusal.message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, countersign },
    };
  },
});

/** tRPC wraps what a procedure throws, and throws itself where a path or an input is wrong. */
export function refusalOfTrpc(error: TRPCError): Refusal {
  if (error.cause instanceof Refusal) return error.cause;
  switch (error.code) {
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'METHOD_NOT_SUPPORTED':
      return new Refusal('BAD_INPUT', 'The input does not have the right form.', {
        problems: problemsOf(error.cause),
      });
    case 'NOT_FOUND':
      return new Refusal('NOT_FOUND', 'There is no such procedure.');
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Calls are JSON.');
    case 'PAYLOAD_TOO_LARGE':
      return new Refusal('TOO_LARGE', 'The request is too large.');
    default:
      return refusalOf(error.cause ?? error);
  }
}

function problemsOf(cause: unknown): { field: string; message: string }[] {
  if (typeof cause !== 'object' || cause === null || !('issues' in cause) || !Array.isArray(cause.issues))
    return [];
  return cause.issues.slice(0, 20).map((issue: { path?: readonly PropertyKey[]; message: string }) => ({
    field: (issue.path ?? []).map(String).join('.'),
    message: issue.message,
  }));
}

const refusing = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const refusal = result.error.cause instanceof Refusal ? result.error.cause : undefined;
  if (refusal)
    throw new TRPCError({ code: trpcCodeOf(refusal.code), message: refusal.message, cause: refusal });
  if (result.error.code !== 'INTERNAL_SERVER_ERROR') return result;
  const cause = refusalOf(result.error.cause ?? result.error);
  if (cause.code === 'INTERNAL') return result;
  throw new TRPCError({ code: trpcCodeOf(cause.code), message: cause.message, cause });
});

export const { router } = t;

const sound = t.middleware(async ({ getRawInput, next }) => {
  refuseUnsound(await getRawInput(), '');
  return next();
});

/** A call that needs nobody signed in. */
export const openProcedure = t.procedure.use(refusing).use(sound);

/**
 * A call by somebody known: `ctx.by` is the use case's context. A token reads with the scope `read` and changes
 * nothing here; the calls of signing let it through, because the refusal of a signature is recorded where it is made.
 */
export const procedure = openProcedure.use(({ ctx, type, path, next }) => {
  const { actor, house } = ctx;
  if (!actor) throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  if (actor.kind === 'person' && actor.via === 'token' && !path.startsWith('signOff.')) {
    if (type !== 'query')
      throw new Refusal('FORBIDDEN', 'API tokens change things through the REST API alone.');
    if (!actor.scopes.includes('read'))
      throw new Refusal('FORBIDDEN', 'This token does not have the scope read.', { scope: 'read' });
  }
  const by: Context = { ...house, actor };
  return next({ ctx: { by } });
});
