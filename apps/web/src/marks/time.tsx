import { dayText, minuteText, relativeText, secondText } from './time-text.ts';

type Precision = 'day' | 'minute' | 'second';
const textOf: Record<Precision, (instant: string) => string> = {
  day: dayText,
  minute: minuteText,
  second: secondText,
};

/** An absolute time in the person's zone, and where asked the distance from now beside it. */
export function When({
  at,
  precision = 'minute',
  relative = false,
}: {
  at: string;
  precision?: Precision;
  relative?: boolean;
}) {
  return (
    <time dateTime={at} title={secondText(at)}>
      <span className="whitespace-nowrap">{textOf[precision](at)}</span>
      {relative && (
        <>
          {' '}
          <span className="muted whitespace-nowrap">{relativeText(at)}</span>
        </>
      )}
    </time>
  );
}
