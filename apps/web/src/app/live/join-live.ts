import type { LiveEvent, Me } from '@countersign/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { withBase } from '../base-path.ts';
import { concerns, isLive } from './concerns.ts';
import { followStream, type LiveWord, silentAfterMs } from './follow-stream.ts';
import { tellEvents } from './live-events.ts';

const streamUrl = withBase('/api/live');
/** Also the lock's name: whoever holds it holds the stream, for every tab of this installation in this browser. */
const channelName = `countersign-live ${streamUrl}`;
/** At most this often a page reads anew, however much happens elsewhere. */
const readEveryMs = 2_000;
const gatherMs = 150;
const pollEveryMs = 25_000;
const lookEveryMs = 5_000;

/**
 * Keeps what is shown in this tab as it is on the server: by the one stream of this browser where it comes through, by
 * asking every 25 seconds where it does not. Nothing is shown from the stream itself, so nothing on it can be wrong; what
 * is shown is read anew, and what somebody types is left alone. @returns what to call when the person leaves
 */
export function joinLive(client: QueryClient): () => void {
  const end = new AbortController();
  let lastHeard = Date.now();
  let lastRead = Date.now();
  let seen = client.getQueryData<Me | null>(['me'])?.head?.number ?? null;
  let gathered: LiveEvent[] = [];
  let isAll = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = () => {
    timer = undefined;
    lastRead = Date.now();
    const events = gathered;
    const wasAll = isAll;
    gathered = [];
    isAll = false;
    void client.invalidateQueries({
      predicate: ({ queryKey }) =>
        wasAll ? isLive(queryKey) : events.some((event) => concerns(queryKey, event)),
    });
    if (events.length > 0) tellEvents(events);
  };
  const readSoon = () => {
    timer ??= setTimeout(read, Math.max(gatherMs, lastRead + readEveryMs - Date.now()));
  };
  const hear = (word: LiveWord) => {
    lastHeard = Date.now();
    if (word.kind === 'beat') return;
    if (word.kind === 'entry') gathered.push(word.event);
    // Something was missed between two streams, or came faster than it is told.
    else if (word.kind === 'much' || seen === null || word.number > seen) isAll = true;
    else return;
    seen = Math.max(seen ?? -1, word.kind === 'entry' ? word.event.number : word.number);
    readSoon();
  };

  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<LiveWord>) => hear(data);
  // Without locks, as over plain http, tabs cannot agree on one of them: then each asks by itself.
  navigator.locks
    ?.request(channelName, { signal: end.signal }, () =>
      followStream(
        streamUrl,
        (word) => {
          hear(word);
          channel.postMessage(word);
        },
        end.signal,
      ),
    )
    .catch(() => {
      // Ended while it waited for its turn.
    });
  const watch = setInterval(() => {
    const now = Date.now();
    if (document.hidden || now - lastHeard < silentAfterMs || now - lastRead < pollEveryMs) return;
    isAll = true;
    read();
  }, lookEveryMs);

  return () => {
    end.abort();
    clearInterval(watch);
    clearTimeout(timer);
    channel.close();
  };
}
