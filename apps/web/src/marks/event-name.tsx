import { Fragment } from 'react';

/** An event's name; where it has no room it goes on after its dot or a hyphen, never within a word. */
export const EventName = ({ event }: { event: string }) => (
  <span className="mono event-name">
    {event.split(/(?<=[.-])/).map((word, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {word}
      </Fragment>
    ))}
  </span>
);
