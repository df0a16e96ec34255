import type { Subscriber, SubscriberSettings } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, Button, ProblemNote, Section, Select, TextField } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { subscriberQuery, zoneOf } from '../follow/index.ts';
import { useMe } from '../session/index.ts';

const zones = Intl.supportedValuesOf('timeZone');
const zoneChoices = (chosen: string) =>
  [...new Set([chosen, 'UTC', ...zones])].map((name) => ({ value: name, label: name }));
const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const usualNight = { from: '22:00', until: '07:00' };

const settingsOf = ({
  zone,
  quiet,
  wakeForStops,
  digestHour,
  ownDeeds,
}: SubscriberSettings): SubscriberSettings => ({ zone, quiet, wakeForStops, digestHour, ownDeeds });
const isSame = (a: SubscriberSettings, b: SubscriberSettings): boolean =>
  JSON.stringify(settingsOf(a)) === JSON.stringify(settingsOf(b));

function Check({
  label,
  hint,
  checked,
  set,
}: {
  label: string;
  hint: string;
  checked: boolean;
  set: (next: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-1"
        checked={checked}
        onChange={({ target }) => set(target.checked)}
      />
      <span>
        {label}
        <span className="cap block whitespace-normal">{hint}</span>
      </span>
    </label>
  );
}

function QuietHours({
  chosen,
  set,
}: {
  chosen: SubscriberSettings;
  set: (next: SubscriberSettings) => void;
}) {
  const { quiet } = chosen;
  return (
    <fieldset className="grid gap-3">
      <legend className="sr">Quiet hours</legend>
      <Check
        label="Quiet hours"
        hint="What is mailed at once waits until they end, and then it is one mail. Digests leave at their hour."
        checked={quiet !== null}
        set={(on) => set({ ...chosen, quiet: on ? usualNight : null })}
      />
      {quiet && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label="From"
              type="time"
              required
              value={quiet.from}
              onChange={({ target }) => set({ ...chosen, quiet: { ...quiet, from: target.value } })}
            />
            <TextField
              label={quiet.until < quiet.from ? 'Until, the next day' : 'Until'}
              type="time"
              required
              error={quiet.from === quiet.until ? 'They end when they begin.' : null}
              value={quiet.until}
              onChange={({ target }) => set({ ...chosen, quiet: { ...quiet, until: target.value } })}
            />
          </div>
          <Check
            label="Wake me for stops"
            hint="“Do not use” on a version is mailed in quiet hours too, where you are told of it at once."
            checked={chosen.wakeForStops}
            set={(wakeForStops) => set({ ...chosen, wakeForStops })}
          />
        </>
      )}
    </fieldset>
  );
}

interface FormProps {
  readonly subscriber: Subscriber;
  /** What it begins with, kept or not. */
  readonly offered: SubscriberSettings;
  readonly save: ReturnType<typeof useSave>;
}

const useSave = () =>
  useCommand((chosen: SubscriberSettings) => api.subscription.changeSettings.mutate(chosen));

function SubscriberForm({ subscriber, offered, save }: FormProps) {
  const [chosen, setChosen] = useState(offered);
  const { quiet } = chosen;
  const isWhole = quiet === null || (quiet.from !== '' && quiet.until !== '' && quiet.from !== quiet.until);
  const isChanged = !subscriber.isChosen || !isSame(chosen, subscriber);
  return (
    <form
      className="form border-t border-ink pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && isChanged && !save.isPending) save.mutate(chosen);
      }}
    >
      <Select
        label="Time zone"
        hint={
          subscriber.quietUntil ? (
            <>
              Quiet now, until <When at={subscriber.quietUntil} />.
            </>
          ) : (
            'Of quiet hours and digests; its clock changes are followed.'
          )
        }
        value={chosen.zone}
        onChange={({ target }) => setChosen({ ...chosen, zone: target.value })}
        choices={zoneChoices(chosen.zone)}
      />
      <QuietHours chosen={chosen} set={setChosen} />
      <Select
        label="Digests leave at"
        hint={
          <>
            The next daily one <When at={subscriber.nextDaily} />, the next weekly one, on a Monday,{' '}
            <When at={subscriber.nextWeekly} />. Where nothing happened none is sent.
          </>
        }
        value={String(chosen.digestHour)}
        onChange={({ target }) => setChosen({ ...chosen, digestHour: Number(target.value) })}
        choices={hours}
      />
      <Check
        label="Tell me what I did myself, too"
        hint="Otherwise you are told of others alone."
        checked={chosen.ownDeeds}
        set={(ownDeeds) => setChosen({ ...chosen, ownDeeds })}
      />
      {save.error && <ProblemNote title="The choice was not kept" problem={problemOf(save.error)} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button submit busy={save.isPending} off={!isWhole || !isChanged}>
          Keep this
        </Button>
        <span className="cap" role="status">
          {save.isSuccess && !isChanged ? 'Kept; what waits is mailed by it.' : ''}
        </span>
      </div>
    </form>
  );
}

/** When mail about what one follows leaves. */
export function SubscriberSection() {
  const { preferences } = useMe();
  const query = useQuery(subscriberQuery);
  const save = useSave();
  return (
    <Section title="When you are told" count={query.data?.mailTo ?? undefined}>
      <Await query={query} loading={<p className="soft pt-3">Reading your choice.</p>}>
        {(subscriber) => {
          const settings = settingsOf(subscriber);
          const offered = subscriber.isChosen
            ? settings
            : { ...settings, zone: zoneOf(preferences.timeZone) };
          return (
            <SubscriberForm
              key={JSON.stringify(offered)}
              subscriber={subscriber}
              offered={offered}
              save={save}
            />
          );
        }}
      </Await>
    </Section>
  );
}
