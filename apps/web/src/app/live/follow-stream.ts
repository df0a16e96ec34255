import type { LiveEvent } from '@countersign/contracts';
import { readServerEvents } from './server-events.ts';

/** What the tab that holds the stream tells the others. */
export type LiveWord =
  | { readonly kind: 'beat' }
  | { readonly kind: 'entry'; readonly event: LiveEvent }
  /** `open`: the stream begins here; `much`: everything up to here is to be read. */
  | { readonly kind: 'open' | 'much'; readonly number: number };

/** Signs of life come every 15 seconds; without one for this long something between us and the server keeps them. */
export const silentAfterMs = 40_000;
const shortestWaitMs = 1_000;
const longestWaitMs = 60_000;

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Holds a stream open and opens it again when it ends, until it is refused or `signal` ends it. */
export async function followStream(
  url: string,
  tell: (word: LiveWord) => void,
  signal: AbortSignal,
): Promise<void> {
  let wait = shortestWaitMs;
  while (!signal.aborted) {
    const outcome = await streamOnce(url, tell, signal);
    if (outcome === 'refused') return;
    wait = outcome === 'opened' ? shortestWaitMs : Math.min(2 * wait, longestWaitMs);
    // A server that comes back is not asked by everybody in the same moment.
    await sleep(wait * (0.5 + Math.random()), signal);
  }
}

/** `refused`: nobody is signed in, or their roles open nothing. */
async function streamOnce(
  url: string,
  tell: (word: LiveWord) => void,
  signal: AbortSignal,
): Promise<'opened' | 'failed' | 'refused'> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silentAfterMs);
  };
  let outcome: 'opened' | 'failed' = 'failed';
  heard();
  try {
    const reply = await fetch(url, {
      headers: { 'x-countersign': '1', accept: 'text/event-stream' },
      cache: 'no-store',
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (reply.status === 401 || reply.status === 403) return 'refused';
    if (!reply.ok || !reply.body) return 'failed';
    for await (const message of readServerEvents(reply.body)) {
      heard();
      outcome = 'opened';
      tell(wordOf(message));
    }
  } catch {
    // Cut, silent or told to end: the caller decides what comes next.
  } finally {
    clearTimeout(timer);
  }
  return outcome;
}

function wordOf(message: { readonly event: string; readonly data: string } | null): LiveWord {
  if (message === null) return { kind: 'beat' };
  if (message.event === 'entry') return { kind: 'entry', event: JSON.parse(message.data) as LiveEvent };
  const { number } = JSON.parse(message.data) as { number: number };
  return { kind: message.event === 'open' ? 'open' : 'much', number };
}
