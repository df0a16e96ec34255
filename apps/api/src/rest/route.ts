import { Refusal, type TokenScope } from '@countersign/contracts';
import type { Context, House } from '@countersign/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';

export type Shape = z.ZodMiniType;

/** What a request carries: JSON that is read whole, or a stream that the answer reads by itself. */
export type Body =
  | { readonly json: Shape }
  | { readonly ndjson: Shape }
  | { readonly bytes: true }
  | undefined;

/** One route of the public API: served, checked and described from the same place. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Below /api/v1, with parameters in braces; `{path}` at the end takes the rest of the address. */
  readonly path: string;
  readonly summary: string;
  /** What a token must be made for; null: open to everybody. */
  readonly scope: TokenScope | null;
  /** Where this installation lets anybody ask, known or not. */
  readonly open: (house: House) => boolean;
  readonly params: Shape | undefined;
  readonly query: Shape | undefined;
  readonly body: Body;
  /** Undefined: bytes, or nothing. */
  readonly reply: Shape | undefined;
  readonly status: number;
  /** Asked all the time, and right within a second: what is answered depends on the address and on who asks alone, and is given to the same token again for a moment. */
  readonly brief: boolean;
  /** Checks the request and answers it; `reply` itself where the answer was sent already. */
  handle(ctx: Context, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

type Of<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

interface Spec<
  P extends Shape | undefined,
  Q extends Shape | undefined,
  J extends Shape | undefined,
  R extends Shape | undefined,
> {
  readonly summary: string;
  readonly scope: TokenScope;
  readonly open?: (house: House) => boolean;
  readonly params?: P;
  readonly query?: Q;
  readonly json?: J;
  readonly ndjson?: Shape;
  readonly bytes?: true;
  readonly reply?: R;
  readonly status?: number;
  readonly brief?: boolean;
  readonly answer: (
    ctx: Context,
    input: { readonly params: Of<P>; readonly query: Of<Q>; readonly json: Of<J> },
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<(R extends Shape ? z.input<R> : undefined) | FastifyReply>;
}

/** `route('GET /models/{model}', …)` */
export function route<
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  J extends Shape | undefined = undefined,
  R extends Shape | undefined = undefined,
>(at: `${Route['method']} /${string}`, spec: Spec<P, Q, J, R>): Route {
  const [method, path] = at.split(' ') as [Route['method'], string];
  const body: Body = spec.json
    ? { json: spec.json }
    : spec.ndjson
      ? { ndjson: spec.ndjson }
      : spec.bytes && { bytes: true };
  return {
    method,
    path,
    summary: spec.summary,
    scope: spec.scope,
    open: spec.open ?? (() => false),
    params: spec.params,
    query: spec.query,
    body,
    reply: spec.reply,
    status: spec.status ?? 200,
    brief: spec.brief ?? false,
    async handle(ctx, request, reply) {
      const input = {
        params: check<P>(spec.params, restOfPath(request.params), 'address'),
        query: check<Q>(spec.query, request.query, 'query'),
        json: check<J>(spec.json, request.body, 'body'),
      };
      const answer = await spec.answer(ctx, input, request, reply);
      return answer === reply || !spec.reply ? answer : spec.reply.parse(answer);
    },
  };
}

/** Fastify calls the rest of an address `*`. */
function restOfPath(params: unknown): unknown {
  const { '*': path, ...others } = params as Record<string, string>;
  return path === undefined ? others : { ...others, path };
}

function check<S extends Shape | undefined>(shape: S | undefined, value: unknown, part: string): Of<S> {
  if (!shape) return undefined as Of<S>;
  const checked = z.safeParse(shape, value);
  if (checked.success) return checked.data as Of<S>;
  const problems = checked.error.issues
    .slice(0, 50)
    .map(({ path, message }) => ({ field: path.map(String).join('.'), message }));
  const first = problems[0]!;
  throw new Refusal(
    'BAD_INPUT',
    `The ${part} is not right: ${first.field ? `${first.field}: ` : ''}${first.message}.`,
    {
      part,
      problems,
    },
  );
}
