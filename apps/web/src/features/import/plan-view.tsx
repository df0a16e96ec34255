import type { ImportedItem, ImportedThing, ImportPlan, LeftAside } from '@countersign/contracts';
import { type Column, Reasons, Section, Table } from '../../controls/index.ts';
import { counted, countText, Digest, Result, sizeText } from '../../marks/index.ts';
import { kindWord, thingWord } from './words.ts';

const factsText = ({ facts }: ImportedItem): string =>
  facts.map(({ name, value }) => `${name}: ${value}`).join(', ');

const itemColumns: readonly Column<ImportedItem>[] = [
  {
    head: 'What',
    cell: ({ what, name }) => (
      <span className="wrap-anywhere">
        <span className="muted">{thingWord[what][0]}</span> <b>{name}</b>
      </span>
    ),
    width: '30%',
  },
  { head: 'With', cell: (item) => <span className="wrap-anywhere">{factsText(item)}</span> },
  {
    head: 'From',
    cell: ({ from }) =>
      from === '' ? (
        <span className="muted">the whole</span>
      ) : (
        <span className="mono wrap-anywhere">{from}</span>
      ),
    width: '30%',
  },
];

const asideColumns: readonly Column<LeftAside>[] = [
  { head: 'Why', cell: ({ reason }) => reason, width: '40%' },
  { head: 'How many', cell: ({ count }) => countText(count), numeric: true, width: 96, phone: true },
  { head: 'Which', cell: (row) => <Paths {...row} /> },
];

function Paths({ paths, count }: Pick<LeftAside, 'paths' | 'count'>) {
  return (
    <span className="wrap-anywhere">
      <span className="mono wrap-anywhere">{paths.join(', ')}</span>
      {count > paths.length && <span className="muted"> and {countText(count - paths.length)} more</span>}
    </span>
  );
}

function addsText({ adds, items }: ImportPlan): string {
  const said = [
    adds.runs > 0 && counted(adds.runs, 'run'),
    adds.values > 0 && counted(adds.values, 'value'),
    adds.document && 'a document with its figures, as claimed, to the version',
    adds.version && `version ${items.find(({ what }) => what === 'version')?.name ?? ''}`.trimEnd(),
  ].filter((text): text is string => text !== false);
  return said.join(', ');
}

/** What stands in the way, what would be new, or that all of it is here. */
function Outcome({ plan }: { plan: ImportPlan }) {
  if (plan.imported)
    return <Result tone="ok">These bytes were imported before; importing them again changes nothing</Result>;
  if (plan.blockers.length > 0)
    return (
      <>
        <Result tone="no">It cannot be imported as it stands</Result>
        <Reasons id="blockers" sentences={plan.blockers.map(({ message }) => message)} />
      </>
    );
  const adds = addsText(plan);
  return adds === '' ? (
    <Result tone="owed">All of it is here already; importing adds a note of it to the ledger alone</Result>
  ) : (
    <Result tone="ok">Would add {adds}; nothing was written yet</Result>
  );
}

interface ItemsOf {
  readonly plan: ImportPlan;
  readonly title: string;
  readonly label: string;
  isShown(item: { readonly what: ImportedThing }): boolean;
}

function Items({ plan, title, label, isShown }: ItemsOf) {
  const counts = plan.counts.filter(isShown);
  const rows = plan.items.filter(isShown);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  return (
    <Section
      title={title}
      count={counts.map(({ what, count }) => counted(count, ...thingWord[what])).join(', ')}
    >
      <Table
        label={label}
        rows={rows}
        keyOf={({ what, from, name }) => `${what}/${from}/${name}`}
        columns={itemColumns}
        second={(item) => (
          <span className="wrap-anywhere">
            {factsText(item)}
            {item.from !== '' && (
              <>
                {' '}
                <span className="mono wrap-anywhere">{item.from}</span>
              </>
            )}
          </span>
        )}
        top
      />
      {total > rows.length && (
        <p className="table-foot">
          {rows.length === 0
            ? 'None of them is'
            : `The first ${countText(rows.length)} of ${countText(total)} are`}{' '}
          shown.
        </p>
      )}
    </Section>
  );
}

/** The dry run: what would come of the file, and what would not. */
export function PlanView({ plan }: { plan: ImportPlan }) {
  const left = plan.aside.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <div role="status" className="pt-4">
        <p>
          <b className="wrap-anywhere">{plan.fileName}</b>: {kindWord[plan.kind]};{' '}
          {counted(plan.files, 'file')}, {sizeText(plan.bytes)}, digest{' '}
          <Digest value={plan.digest} what="digest of the file" />
        </p>
        <div className="pt-2 [&_.result]:whitespace-normal">
          <Outcome plan={plan} />
        </div>
      </div>
      <Items
        plan={plan}
        title="What it would make"
        label="What the import would make"
        isShown={({ what }) => what !== 'claim'}
      />
      <Items
        plan={plan}
        title="What it only claims"
        label="What the import only claims"
        isShown={({ what }) => what === 'claim'}
      />
      {plan.aside.length > 0 && (
        <Section title="What it leaves aside" count={countText(left)}>
          <Table
            label="What the import leaves aside"
            rows={plan.aside}
            keyOf={({ reason }) => reason}
            columns={asideColumns}
            second={(row) => <Paths {...row} />}
            top
          />
        </Section>
      )}
    </>
  );
}
