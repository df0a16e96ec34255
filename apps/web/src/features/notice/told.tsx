import type { ToldNotice } from '@countersign/contracts';
import { Definitions } from '../../controls/index.ts';
import { counted, severityWord, When } from '../../marks/index.ts';
import { NoticeStanding } from './notice-standing.tsx';
import { SwitchFacts } from './switch-facts.tsx';

function WhatToDo({ replacement, fallback }: ToldNotice) {
  if (replacement)
    return (
      <>
        Move to version <b>{replacement}</b>.{fallback && ` Until then: ${fallback}`}
      </>
    );
  return <>{fallback ? `No fixed version yet. Until there is: ${fallback}` : 'No fixed version yet.'}</>;
}

/** What a consumer is told: why, what to do, by when, and what is known of its own calls. */
export function ToldFacts({ notice }: { notice: ToldNotice }) {
  if (notice.switch) return <SwitchFacts notice={notice} planned={notice.switch} />;
  const { consumer, reason, affected, dueAt, sunsetAt, severity, calls, lastCallAt, cadenceMinutes } = notice;
  return (
    <Definitions
      items={[
        ['Consumer', consumer.name === consumer.key ? consumer.key : `${consumer.name} (${consumer.key})`],
        ['Stands', <NoticeStanding key="standing" notice={notice} />],
        reason ? ['Why', reason] : null,
        severity ? ['Severity', severityWord[severity]] : null,
        affected ? ['Affected inputs', affected] : null,
        ['What to do', <WhatToDo key="to-do" {...notice} />],
        sunsetAt
          ? ['Last day', <When key="sunset" at={sunsetAt} precision="day" />]
          : dueAt
            ? ['Move by', <When key="due" at={dueAt} />]
            : null,
        [
          'Calls',
          lastCallAt ? (
            <>
              {counted(calls, 'call')} when this was raised, the last known{' '}
              <When key="last" at={lastCallAt} />
            </>
          ) : (
            'none known'
          ),
        ],
        [
          'Proof',
          cadenceMinutes
            ? `By traffic: no call of it for ${minutes(cadenceMinutes)}, the declared cadence.`
            : 'None: how often it calls is not declared, so having moved stays a claim.',
        ],
      ]}
    />
  );
}

const minutes = (count: number): string =>
  count % 1440 === 0
    ? counted(count / 1440, 'day')
    : count % 60 === 0
      ? counted(count / 60, 'hour')
      : counted(count, 'minute');
