import './switching.css';
import type { PlannedSwitch } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { counted, Result, When } from '../../marks/index.ts';

function More({ count, shown }: { count: number; shown: number }) {
  return count > shown ? <li className="soft">and {count - shown} more</li> : null;
}

/** How many were told and said something. */
export const answeredText = ({ consumers, answered, unreached }: PlannedSwitch): string => {
  if (consumers === 0) return 'Nobody uses the version that serves: nobody had to be told.';
  const silent = consumers - answered - unreached;
  return [
    `${counted(consumers, 'consumer')} told`,
    `${answered} answered`,
    ...(silent > 0 ? [`${silent} said nothing yet`] : []),
    ...(unreached > 0 ? [`${unreached} cannot be reached`] : []),
  ].join(', ');
};

/** Who objects, and why; who keeps the version before, and until when. */
export function WhatConsumersSay({ planned }: { planned: PlannedSwitch }) {
  const { objections, pins, from } = planned;
  return (
    <>
      {objections.count > 0 && (
        <div>
          <Result tone="no">
            {counted(objections.count, 'consumer')} {objections.count === 1 ? 'objects' : 'object'}
          </Result>
          <ul>
            {objections.items.map(({ noticeId, consumer, comment, at }) => (
              <li key={noticeId}>
                <Link to="/notices/$notice" params={{ notice: noticeId }}>
                  {consumer.name}
                </Link>
                : {comment}{' '}
                <span className="soft">
                  (<When at={at} />)
                </span>
              </li>
            ))}
            <More count={objections.count} shown={objections.items.length} />
          </ul>
        </div>
      )}
      {pins.count > 0 && (
        <div>
          <Result tone="owed">
            {counted(pins.count, 'consumer')} {pins.count === 1 ? 'keeps' : 'keep'} {from}
          </Result>
          <ul>
            {pins.items.map(({ noticeId, consumer, until }) => (
              <li key={noticeId}>
                <Link to="/notices/$notice" params={{ notice: noticeId }}>
                  {consumer.name}
                </Link>{' '}
                until <When at={until} />
              </li>
            ))}
            <More count={pins.count} shown={pins.items.length} />
          </ul>
        </div>
      )}
    </>
  );
}
