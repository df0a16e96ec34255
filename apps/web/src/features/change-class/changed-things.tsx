import type { ChangedThing, ChangeJudged } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Table } from '../../controls/index.ts';
import { countText } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { codeText, sectionOf, thingWord } from './words.ts';

/** Two versions that are held against each other. */
export interface Pair {
  readonly model: string;
  readonly before: string;
  readonly after: string;
}

interface Row extends ChangedThing {
  readonly allowed: boolean;
}

function columnsOf({ model, before, after }: Pair): readonly Column<Row>[] {
  return [
    { head: 'What', cell: ({ thing }) => thingWord[thing], width: '26%' },
    {
      head: 'Name',
      cell: ({ thing, name }) => (
        <Link
          to="/m/$model/compare/$pair"
          params={{ model, pair: pairText(before, after) }}
          hash={sectionOf[thing]}
          className="wrap-anywhere"
        >
          {name === thing ? thingWord[thing] : name}
        </Link>
      ),
      phone: true,
    },
    {
      head: 'Change',
      cell: ({ change }) => <span className="whitespace-nowrap">{change}</span>,
      width: 100,
      phone: true,
    },
    {
      head: 'In a retrain',
      cell: ({ allowed }) => (allowed ? 'may differ' : <b>must not differ</b>),
      width: 130,
    },
  ];
}

/** What differs between two versions: first what makes it a redesign, then what a retrain may change. */
export function ChangedThings({ pair, judged }: { pair: Pair; judged: ChangeJudged }) {
  const { reasons, allowed, codes } = judged;
  const rows: Row[] = [
    ...reasons.items.map((thing) => ({ ...thing, allowed: false })),
    ...allowed.items.map((thing) => ({ ...thing, allowed: true })),
  ];
  const more = reasons.total + allowed.total - rows.length;
  return (
    <>
      {codes.map((code) => (
        <p key={code} className="pb-2">
          {codeText[code]}
        </p>
      ))}
      {rows.length > 0 && (
        <Table
          label="What differs, and whether a retrain may change it"
          rows={rows}
          keyOf={({ thing, name }) => `${thing} ${name}`}
          columns={columnsOf(pair)}
          second={({ allowed: may }) => `in a retrain it ${may ? 'may differ' : 'must not differ'}`}
        />
      )}
      {more > 0 && <p className="table-foot">{countText(more)} more, in the comparison.</p>}
    </>
  );
}
