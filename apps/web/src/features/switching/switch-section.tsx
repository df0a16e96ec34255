import type { PlannedSwitch, SwitchesPage, SwitchOutlook, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Definitions, Section } from '../../controls/index.ts';
import { counted, When } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { switchesQuery } from './queries.ts';
import { answeredText, WhatConsumersSay } from './said.tsx';
import { endWord, verdictWord } from './words.ts';

function Rescored({ planned: { rescoring, notRescored } }: { planned: PlannedSwitch }) {
  if (!rescoring)
    return (
      <>
        {notRescored ? `Not tried on it: ${notRescored}` : 'Nobody had to be told, so none was tried on it.'}
      </>
    );
  const { id, state, rescored, flipped } = rescoring;
  return (
    <Link to="/rescorings/$rescoring" params={{ rescoring: id }}>
      {state === 'done'
        ? `${counted(rescored, 'recent prediction')} tried, ${flipped === 0 ? 'none' : flipped} would have been answered otherwise`
        : state === 'queued' || state === 'running'
          ? 'under way; mails wait for it, ten minutes at most'
          : 'ended before it was done'}
    </Link>
  );
}

function Planned({
  model,
  planned,
  mayAnnounce,
  open,
}: {
  model: string;
  planned: PlannedSwitch;
  mayAnnounce: boolean;
  open: (environment: string) => void;
}) {
  const { environment, from, to, by, announcedAt, notBefore, pinsUntil, ended, comment, verdict } = planned;
  return (
    <div className="switch-said">
      <Definitions
        items={[
          ['Switch', `from ${from} to ${to} in ${environment}`],
          ended
            ? [
                'Ended',
                <span key="ended">
                  {endWord[ended.why]}, <When at={ended.at} />
                </span>,
              ]
            : ['May go live from', <When key="from" at={notBefore} relative />],
          [
            'Announced',
            <span key="by">
              <When at={announcedAt} />, {by.name}
            </span>,
          ],
          comment ? ['Told with it', comment] : null,
          [
            'Schema',
            <Link key="schema" to="/m/$model/compare/$pair" params={{ model, pair: pairText(from, to) }}>
              {verdictWord[verdict]}
            </Link>,
          ],
          ['Recent calls', <Rescored key="rescored" planned={planned} />],
          ['Consumers', answeredText(planned)],
          pinsUntil
            ? [
                `May keep ${from}`,
                <span key="pins">
                  until <When at={pinsUntil} />
                </span>,
              ]
            : null,
        ]}
      />
      <WhatConsumersSay planned={planned} />
      {!ended && mayAnnounce && (
        <p>
          <Button small onClick={() => open(environment)}>
            Withdraw the announcement
          </Button>
        </p>
      )}
    </div>
  );
}

function Outlook({ outlook, open }: { outlook: SwitchOutlook; open: (environment: string) => void }) {
  const { environment, from, consumers, noticeDays, whyNot } = outlook;
  return (
    <div className="switch-said">
      <Definitions
        items={[
          ['Serves now', `${from} in ${environment}, to ${counted(consumers, 'consumer')} that we know of`],
          [
            'Before another version',
            noticeDays === 0
              ? 'the policy asks for no notice; what is announced binds all the same'
              : `the policy gives consumers ${counted(noticeDays, 'day')} of notice`,
          ],
        ]}
      />
      <p>
        <Button small off={whyNot !== null} onClick={() => open(environment)}>
          Announce the switch
        </Button>
        {whyNot && <span className="cap block pt-1">{whyNot}</span>}
      </p>
    </div>
  );
}

/** Above the commands: whom a switch to this version concerns, what they were told and what they said. */
export function SwitchSection({ address }: { address: VersionAddress }) {
  const query = useQuery(switchesQuery(address));
  const navigate = useNavigate();
  if (!query.data) return null;
  const { planned, outlooks, mayAnnounce }: SwitchesPage = query.data;
  const coming = planned.filter(({ ended }) => !ended);
  const past = planned.filter(({ ended }) => ended);
  const offered = mayAnnounce ? outlooks : [];
  if (planned.length === 0 && offered.length === 0) return null;
  const open = (sheet: 'announce' | 'withdraw-switch') => (environment: string) =>
    void navigate({
      to: '/m/$model/v/$version',
      params: address,
      search: { sheet, environment },
      resetScroll: false,
    });
  return (
    <Section title="Switch" count={coming.length > 0 ? 'announced' : undefined}>
      {coming.map((one) => (
        <Planned
          key={one.id}
          model={address.model}
          planned={one}
          mayAnnounce={mayAnnounce}
          open={open('withdraw-switch')}
        />
      ))}
      {offered.map((one) => (
        <Outlook key={one.environment} outlook={one} open={open('announce')} />
      ))}
      {past.length > 0 && (
        <details className="fold">
          <summary>Announced before: {past.length}</summary>
          {past.map((one) => (
            <Planned
              key={one.id}
              model={address.model}
              planned={one}
              mayAnnounce={false}
              open={open('withdraw-switch')}
            />
          ))}
        </details>
      )}
    </Section>
  );
}
