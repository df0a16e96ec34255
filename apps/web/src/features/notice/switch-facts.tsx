import { schemaChangeWord, type ToldNotice, type ToldSwitch } from '@countersign/contracts';
import { Definitions } from '../../controls/index.ts';
import { counted, dayText, When } from '../../marks/index.ts';
import { NoticeStanding } from './notice-standing.tsx';

type Rescored = NonNullable<ToldSwitch['rescored']>;

const otherwise = ({ basis, tolerance, unit }: Rescored): string =>
  basis === 'number'
    ? `would have moved by more than ${tolerance ?? 0}${unit ? ` ${unit}` : ''}`
    : basis === 'decision'
      ? 'would have been another decision'
      : 'would have been another label';

const day = (text: string): string => dayText(`${text}T12:00:00Z`);

function rescoredText({ rescored, notRescored }: ToldSwitch): string {
  if (notRescored) return `Not tried on it: ${notRescored}`;
  if (!rescored) return 'Not tried on it.';
  const { state, rows, flipped, from, to } = rescored;
  if (state !== 'done' || rows === null)
    return state === 'queued' || state === 'running'
      ? 'They are being tried on it. Come back in a while.'
      : 'They could not be tried on it.';
  const when = `from ${day(from)} to ${day(to)}`;
  return rows === 0
    ? `None ${when} that could be tried on it.`
    : `${counted(rows, 'call')} ${when}: ${flipped === 0 ? 'none' : flipped} ${otherwise(rescored)}.`;
}

/** What breaks for who changes nothing, field by field. */
function Breaks({ planned: { verdict, breaks } }: { planned: ToldSwitch }) {
  if (verdict === 'unknown') return <>It cannot be said: one of the versions declares no schema.</>;
  if (verdict === 'same') return <>Nothing changes in its inputs and outputs.</>;
  const breaking = breaks.filter((one) => one.breaks !== null);
  if (breaking.length === 0) return <>Its inputs and outputs change, and nothing breaks.</>;
  return (
    <ul>
      {breaking.map(({ code, field, before, after }) => (
        <li key={`${code} ${field}`}>
          <b className="break-words">{field}</b>: {schemaChangeWord[code]}
          {(before !== null || after !== null) && ` (${before ?? 'none'} → ${after ?? 'none'})`}
        </li>
      ))}
    </ul>
  );
}

/** A switch as one consumer is told of it. */
export function SwitchFacts({ notice, planned }: { notice: ToldNotice; planned: ToldSwitch }) {
  const { consumer, reason, label, calls, lastCallAt } = notice;
  const { from, environment, notBefore, pinsUntil, ended } = planned;
  return (
    <Definitions
      items={[
        ['Consumer', consumer.name === consumer.key ? consumer.key : `${consumer.name} (${consumer.key})`],
        ['Stands', <NoticeStanding key="standing" notice={notice} />],
        ['Change', `from ${from} to ${label} in ${environment}`],
        ended
          ? [ended.why === 'switched' ? 'Happened' : 'Ended', <When key="ended" at={ended.at} />]
          : [
              'When',
              <span key="when">
                <When at={notBefore} relative /> or later
              </span>,
            ],
        reason ? ['Why', reason] : null,
        ['If you go on as before', <Breaks key="breaks" planned={planned} />],
        ['Your recent calls', rescoredText(planned)],
        pinsUntil
          ? [
              `${from} can answer you`,
              <span key="pins">
                until <When at={pinsUntil} /> at most
              </span>,
            ]
          : null,
        [
          'Calls',
          lastCallAt ? (
            <>
              {counted(calls, 'call')} of {from} when this was raised, the last known{' '}
              <When key="last" at={lastCallAt} />
            </>
          ) : (
            'none known'
          ),
        ],
      ]}
    />
  );
}
