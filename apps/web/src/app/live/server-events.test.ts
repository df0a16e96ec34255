import { expect, it } from 'vitest';
import { readServerEvents } from './server-events.ts';

const streamOf = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

it('reads events however they are cut, and signs of life as null', async () => {
  const read = [];
  const stream = streamOf(
    'event: open\nda',
    'ta: {"number":7}\n',
    '\n:\n\nid: 8\nevent: entry\ndata: {"a": "b: c"}\n\n',
    ':',
  );
  for await (const message of readServerEvents(stream)) read.push(message);
  expect(read).toEqual([
    { event: 'open', data: '{"number":7}' },
    null,
    { event: 'entry', data: '{"a": "b: c"}' },
  ]);
});
