import {
  cadences,
  generalReportKinds,
  type MakeSchedule,
  type Me,
  type ReportKind,
  relativePeriods,
  type ScheduledReport,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, Select, TextField } from '../../controls/index.ts';
import { mailboxesQuery } from '../ledger/index.ts';
import { NoMailServer } from '../mail/index.ts';
import { ModelSelect } from '../model/index.ts';
import { usePeopleChoices } from '../person/index.ts';
import { groupsIn, kindWord, rulesIn } from '../report/index.ts';
import { hasRole } from '../session/index.ts';
import type { SchedulesSearch } from './search.ts';
import { cadenceWord, hours, periodWord } from './words.ts';

const usualOf = {
  daily: 'previous-day',
  weekly: 'previous-week',
  monthly: 'previous-month',
  quarterly: 'previous-quarter',
} as const;
const withoutPeriod = (kind: ReportKind) => kind === 'access' || kind === 'inventory';

/** What the builder's address says, without its days. */
function reportOf(
  { version, person, events, rules }: SchedulesSearch,
  kind: ReportKind,
  model: string,
): ScheduledReport {
  const scope = model ? { models: [model] } : {};
  if (kind !== 'record') return { kind, ...scope };
  const groups = groupsIn(events);
  const ruleSets = rulesIn(rules);
  return {
    kind,
    ...(model && version ? { versions: [{ model, version }] } : scope),
    ...(person ? { people: [person] } : {}),
    ...(groups.length > 0 ? { events: groups } : {}),
    ...(ruleSets.length > 0 ? { ruleSets } : {}),
  };
}

interface SheetProps {
  readonly search: SchedulesSearch;
  readonly me: Me;
  readonly from: string | null;
  readonly onClose: () => void;
}

export function MakeSheet({ search, me, from, onClose }: SheetProps) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ReportKind>(search.kind ?? 'record');
  const [model, setModel] = useState(search.model ?? '');
  const [cadence, setCadence] = useState<MakeSchedule['cadence']>('monthly');
  const [period, setPeriod] = useState<MakeSchedule['period']>('previous-month');
  const [hour, setHour] = useState('6');
  const [zone, setZone] = useState(
    me.preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [people, setPeople] = useState<readonly string[]>([me.person.id]);
  const [mailboxes, setMailboxes] = useState<readonly string[]>([]);
  const report = reportOf(model === search.model ? search : { ...search, version: undefined }, kind, model);
  const narrowed = [
    report.versions && `version ${search.version}`,
    report.people && 'one person',
    report.events && 'chosen kinds of events',
    report.ruleSets && 'rule sets',
  ].filter(Boolean);
  const make = useCommand(
    () =>
      api.schedule.make.mutate({
        name: name.trim(),
        report,
        cadence,
        hour: Number(hour),
        zone: zone.trim(),
        period: withoutPeriod(kind) ? 'everything' : period,
        people: [...people],
        mailboxes: [...mailboxes],
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Schedule a report"
      caption="It is made with the roles that you have at each time, and every run is in the ledger."
      verb="Schedule it"
      refused="Nothing was scheduled"
      busy={make.isPending}
      error={make.error}
      ready={from !== null && name.trim() !== '' && people.length + mailboxes.length > 0}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      {from === null && <NoMailServer />}
      <TextField
        label="Name, becomes the subject of its mails"
        required
        maxLength={100}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <div className="tools">
        <Select
          label="Report"
          value={kind}
          onChange={({ target }) => setKind(target.value as ReportKind)}
          choices={generalReportKinds.map((one) => ({ value: one, label: kindWord[one] }))}
        />
        <ModelSelect label="Model" none="Every model" value={model} onChange={setModel} />
      </div>
      {narrowed.length > 0 && (
        <p className="cap">Narrowed to {narrowed.join(', ')}, as chosen under Reports.</p>
      )}
      <div className="tools">
        <Select
          label="Made"
          value={cadence}
          onChange={({ target }) => {
            const chosen = target.value as MakeSchedule['cadence'];
            setCadence(chosen);
            setPeriod(usualOf[chosen]);
          }}
          choices={cadences.map((one) => ({ value: one, label: cadenceWord[one] }))}
        />
        <Select label="At" value={hour} onChange={({ target }) => setHour(target.value)} choices={hours} />
        <TextField
          label="Time zone"
          size={16}
          maxLength={64}
          value={zone}
          onChange={({ target }) => setZone(target.value)}
        />
      </div>
      {!withoutPeriod(kind) && (
        <Select
          label="Of"
          value={period}
          onChange={({ target }) => setPeriod(target.value as MakeSchedule['period'])}
          choices={relativePeriods.map((one) => ({ value: one, label: periodWord[one] }))}
        />
      )}
      <People chosen={people} set={setPeople} />
      {hasRole(me, ['administrator', 'compliance']) && <Mailboxes chosen={mailboxes} set={setMailboxes} />}
    </CommandDialog>
  );
}

interface ChosenProps {
  readonly chosen: readonly string[];
  readonly set: (ids: readonly string[]) => void;
}

function People({ chosen, set }: ChosenProps) {
  const choices = usePeopleChoices();
  const open = choices.filter(({ value }) => !chosen.includes(value));
  return (
    <fieldset>
      <legend className="text-13 soft">Sent to people who may read it</legend>
      <ul>
        {chosen.map((id) => {
          const label = choices.find(({ value }) => value === id)?.label ?? id;
          return (
            <li key={id} className="flex items-center justify-between gap-2 py-1">
              <span className="break-words">{label}</span>
              <Button small onClick={() => set(chosen.filter((one) => one !== id))}>
                Leave out<span className="sr"> {label}</span>
              </Button>
            </li>
          );
        })}
      </ul>
      <Select
        label="Add a person"
        value=""
        onChange={({ target }) => target.value && set([...chosen, target.value])}
        choices={[{ value: '', label: 'Choose' }, ...open]}
      />
    </fieldset>
  );
}

function Mailboxes({ chosen, set }: ChosenProps) {
  const found = useQuery(mailboxesQuery).data?.mailboxes.filter(({ confirmedAt }) => confirmedAt) ?? [];
  if (found.length === 0)
    return (
      <p className="cap">Mailboxes that are registered and confirmed under Ledger can be chosen, too.</p>
    );
  return (
    <fieldset>
      <legend className="text-13 soft">And to confirmed mailboxes, outside of the portal</legend>
      {found.map(({ id, address }) => (
        <label key={id} className="flex min-h-6 items-center gap-2">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              set(target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          />
          <span className="break-all">{address}</span>
        </label>
      ))}
    </fieldset>
  );
}
