import type { ServerResponse } from 'node:http';
import { Refusal } from '@countersign/contracts';
import {
  findOpened,
  type House,
  isOpenTo,
  type LiveEntry,
  LiveFeed,
  type Opened,
} from '@countersign/governance';
import type { Sessions } from '../session/lucia-sessions.ts';

/** A browser opens one and shares it between its tabs; the others are left over from connections that broke. */
const mostPerSession = 4;
const mostPerProcess = 2_000;
/** Of a reader that takes nothing: what waits for it, in bytes, before it is let go. */
const mostWaiting = 65_536;

interface Stream {
  readonly sessionId: string;
  readonly personId: string;
  readonly to: ServerResponse;
}

/** Every open stream of this process, and what each of them may be told. */
export class LiveStreams {
  readonly #streams = new Set<Stream>();
  readonly #feed: LiveFeed;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(
    readonly house: House,
    readonly sessions: Pick<Sessions, 'stillOpen'>,
    heartbeatMs: number,
  ) {
    this.#feed = new LiveFeed(house, {
      recorded: (entries, head) => this.#tell(entries, head),
      sessionEnded: (id) => this.#closeWhere(({ sessionId }) => sessionId === id),
    });
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeatMs).unref();
  }

  get size(): number {
    return this.#streams.size;
  }

  /** @throws Refusal RATE_LIMITED where this process has as many as it can */
  async makeRoom(sessionId: string): Promise<void> {
    if (this.#streams.size >= mostPerProcess)
      throw new Refusal(
        'RATE_LIMITED',
        'Too many live streams are open. The pages ask by themselves meanwhile.',
      );
    await this.#feed.start();
    const own = [...this.#streams].filter((stream) => stream.sessionId === sessionId);
    for (const oldest of own.slice(0, Math.max(0, own.length - mostPerSession + 1))) this.#close(oldest);
  }

  /** Takes over an answer whose head was written. Whatever is numbered from now on reaches it. */
  async open(stream: Stream): Promise<void> {
    this.#streams.add(stream);
    stream.to.on('close', () => this.#streams.delete(stream));
    stream.to.on('error', () => this.#streams.delete(stream));
    write(stream, `event: open\ndata: ${JSON.stringify({ number: this.#feed.head })}\n\n`);
    // The session may have ended between its being found and this moment.
    await this.#check();
  }

  closeAll(): void {
    clearInterval(this.#heartbeat);
    this.#closeWhere(() => true);
    this.#feed.stop();
  }

  /** Tells each stream what its person may see at this moment; entries null: more than are told one by one. */
  async #tell(entries: readonly LiveEntry[] | null, head: number): Promise<void> {
    if (this.#streams.size === 0) return;
    const allowed = await this.#check();
    for (const [stream, opened] of allowed) {
      if (entries === null) write(stream, `event: much\ndata: ${JSON.stringify({ number: head })}\n\n`);
      else
        write(
          stream,
          entries
            .filter((entry) => isOpenTo(opened, entry))
            .map(eventText)
            .join(''),
        );
    }
  }

  async #beat(): Promise<void> {
    if (this.#streams.size === 0) return;
    for (const [stream] of await this.#check()) write(stream, ':\n\n');
    this.#feed.look();
  }

  /** Closes what may be told nothing any more; where nobody can say who may, that is everything. */
  async #check(): Promise<ReadonlyMap<Stream, Opened>> {
    const streams = [...this.#streams];
    try {
      const [open, opened] = await Promise.all([
        this.sessions.stillOpen(streams.map(({ sessionId }) => sessionId)),
        findOpened(this.house, [...new Set(streams.map(({ personId }) => personId))]),
      ]);
      const allowed = new Map<Stream, Opened>();
      for (const stream of streams) {
        const scope = opened.get(stream.personId);
        if (scope && open.has(stream.sessionId)) allowed.set(stream, scope);
        else this.#close(stream);
      }
      return allowed;
    } catch (error) {
      this.house.log.warn({ err: error }, 'live streams were closed: nobody could say who may see what');
      for (const stream of streams) this.#close(stream);
      return new Map();
    }
  }

  #closeWhere(matches: (stream: Stream) => boolean): void {
    for (const stream of this.#streams) if (matches(stream)) this.#close(stream);
  }

  #close(stream: Stream): void {
    this.#streams.delete(stream);
    stream.to.end();
    // What is left unread keeps a connection open that nobody is to have.
    if (stream.to.writableLength > 0) stream.to.destroy();
  }
}

const eventText = ({ number, noun, id, model, version }: LiveEntry): string =>
  `id: ${number}\nevent: entry\ndata: ${JSON.stringify({ number, noun, id, model, version })}\n\n`;

function write({ to }: Stream, text: string): void {
  if (text === '' || to.destroyed || to.writableEnded) return;
  if (to.writableLength + text.length > mostWaiting) to.destroy();
  else to.write(text);
}
