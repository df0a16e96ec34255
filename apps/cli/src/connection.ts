import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from './command-failure.ts';

export interface ConnectionOptions {
  /** Of the portal, without a path. */
  readonly url: string;
  readonly token: string;
}

export interface Sent {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Below /api/v1. */
  readonly path: string;
  readonly json?: unknown;
  /** Makes the body anew for every attempt. */
  readonly bytes?: () => { readonly stream: ReadableStream<Uint8Array>; readonly size: number };
  /** Statuses beside the successful ones that the caller answers itself. */
  readonly expected?: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Times between attempts, in ms. Everything that is sent here may be sent again. */
const pauses = [300, 1_500];

interface ErrorReply {
  readonly error?: {
    readonly code?: string;
    readonly message?: string;
    readonly detail?: { readonly problems?: readonly { readonly field: string; readonly message: string }[] };
    readonly requestId?: string;
  };
}

/** Speaks the portal's REST API. */
export class Connection {
  constructor(readonly options: ConnectionOptions) {}

  /** @throws CommandFailure with the server's sentence where it refused, or where it cannot be reached */
  async send(sent: Sent): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const pause = pauses[attempt];
      const reply = await this.#once(sent).catch((error: unknown) => {
        if (pause === undefined) throw this.#unreachable(error);
        return null;
      });
      if (reply && (reply.ok || sent.expected?.includes(reply.status))) return reply;
      if (reply && (reply.status !== 503 || pause === undefined)) throw await refused(reply);
      await sleep(pause);
    }
  }

  async json<Reply>(sent: Sent): Promise<Reply> {
    return (await (await this.send(sent)).json()) as Reply;
  }

  #once({ method, path, json, bytes, headers }: Sent): Promise<Response> {
    const body = bytes?.();
    return fetch(`${this.options.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.options.token}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(body ? { 'content-type': 'application/octet-stream', 'content-length': String(body.size) } : {}),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body ? { body: body.stream, duplex: 'half' } : {}),
    } as RequestInit);
  }

  #unreachable(error: unknown): CommandFailure {
    if (error instanceof CommandFailure) return error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return new CommandFailure(
      2,
      `${this.options.url} cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

async function refused(reply: Response): Promise<CommandFailure> {
  const { error } = (await reply.json().catch(() => ({}))) as ErrorReply;
  if (!error?.code)
    return new CommandFailure(
      2,
      `${new URL(reply.url).origin} answered ${reply.status} and is no Countersign.`,
    );
  const problems = (error.detail?.problems ?? [])
    .slice(0, 20)
    .map(({ field, message }) => `\n  ${field}: ${message}`);
  return new CommandFailure(
    1,
    `Refused (${error.code}): ${error.message}${problems.join('')}\nRequest ${error.requestId}`,
  );
}

/** A part of an address. */
export const part = (text: string): string => encodeURIComponent(text);
