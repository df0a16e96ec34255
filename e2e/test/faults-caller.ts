import type { ErrorCode } from '@countersign/contracts';

/** Longer than this without an answer is a hang. */
const patienceMs = 10_000;

/** What a call ended with, where it did not succeed: our own code, a cut connection, a hang, or something unforeseen. */
export type Failed = ErrorCode | 'CUT' | 'HUNG' | `HTTP ${number}`;

export type Reply<Body> =
  | { readonly done: true; readonly body: Body }
  | { readonly done: false; readonly failed: Failed };

/** Somebody signed in, who calls the portal as its pages and as scripts do. */
export class Caller {
  #cookie = '';

  constructor(readonly url: string) {}

  /** Signs in or sets up: whatever procedure answers with a session. */
  async enter(procedure: 'session.signIn' | 'session.setUp', input: object): Promise<void> {
    const reply = await fetch(`${this.url}/api/trpc/${procedure}`, this.#init('POST', input));
    if (!reply.ok) throw new Error(`${procedure}: ${reply.status} ${await reply.text()}`);
    await reply.arrayBuffer();
    this.#cookie = reply.headers.get('set-cookie')!.split(';', 1)[0]!;
  }

  async change<Body>(procedure: string, input: object): Promise<Reply<Body>> {
    const reply = await this.#send<{ result: { data: Body } }>('POST', `/api/trpc/${procedure}`, input);
    return reply.done ? { done: true, body: reply.body.result.data } : reply;
  }

  async ask<Body>(procedure: string, input: object): Promise<Reply<Body>> {
    const asked = `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;
    const reply = await this.#send<{ result: { data: Body } }>('GET', asked);
    return reply.done ? { done: true, body: reply.body.result.data } : reply;
  }

  rest<Body>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object | Uint8Array): Promise<Reply<Body>> {
    return this.#send(method, `/api/v1${path}`, body);
  }

  /** All items of a list, page by page. */
  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
      const page = demand(
        await this.rest<{ items: Item[]; next: string | null }>('GET', `${path}?limit=200${after}`),
      );
      items.push(...page.items);
      next = page.next;
    }
    return items;
  }

  #init(method: string, body?: object | Uint8Array): RequestInit {
    const isBytes = body instanceof Uint8Array;
    return {
      method,
      headers: {
        cookie: this.#cookie,
        'x-countersign': '1',
        ...(body === undefined
          ? {}
          : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    };
  }

  async #send<Body>(method: string, path: string, body?: object | Uint8Array): Promise<Reply<Body>> {
    try {
      const reply = await fetch(`${this.url}${path}`, this.#init(method, body));
      const text = await reply.text();
      if (reply.ok) return { done: true, body: (text === '' ? {} : JSON.parse(text)) as Body };
      return { done: false, failed: codeIn(text) ?? `HTTP ${reply.status}` };
    } catch (error) {
      return { done: false, failed: (error as Error).name === 'TimeoutError' ? 'HUNG' : 'CUT' };
    }
  }
}

/** The code in an error of REST or of tRPC. */
function codeIn(text: string): ErrorCode | undefined {
  try {
    const { error } = JSON.parse(text) as {
      error: { code: ErrorCode | number; data?: { countersign: { code: ErrorCode } } };
    };
    return error.data?.countersign.code ?? (typeof error.code === 'string' ? error.code : undefined);
  } catch {
    return undefined;
  }
}

/** For what has to work, because nothing is broken at the time. */
export function demand<Body>(reply: Reply<Body>): Body {
  if (!reply.done) throw new Error(`refused: ${reply.failed}`);
  return reply.body;
}
