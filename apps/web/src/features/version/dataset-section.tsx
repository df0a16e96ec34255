import type { DatasetFact, ExaminedDataset, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Await, Button, type Column, Section, Table, TableLoading, Value } from '../../controls/index.ts';
import { Basis, Digest, datasetKindWord, FittedOnAllNote, Result, wordOf } from '../../marks/index.ts';
import { LineageLink } from '../lineage/index.ts';
import { datasetsQuery } from './queries.ts';

interface Fact extends DatasetFact {
  readonly dataset: string;
  readonly key: string;
  /** The dataset in the lineage, at the fact that names it. */
  readonly node: string | null;
}

/** First what they come to for the data as a whole, as the lineage says it. */
const factsOf = ({ name, kind, data, facts, split }: ExaminedDataset, digest: string | undefined): Fact[] =>
  [
    { name: 'the data', value: 'as a whole', ...data },
    ...facts,
    ...split.map((part) => ({
      name: `split, ${part.name}`,
      value: part.value,
      basis: 'claimed' as const,
      why: 'declared by the version’s makers',
    })),
  ].map((fact, at) => ({
    ...fact,
    dataset: `${name}, ${wordOf(datasetKindWord, kind)}`,
    key: `${name} ${at}`,
    node: fact.name === 'digest' && fact.value === digest ? `dataset:${digest}` : null,
  }));

const FactBasis = ({ basis }: { basis: DatasetFact['basis'] }) =>
  basis === 'contradicted' ? <Result tone="no">Contradicted</Result> : <Basis basis={basis} />;

const Said = ({ fact: { name, value, dataset, node } }: { fact: Fact }) =>
  /^[0-9a-f]{32,64}$/.test(value) ? (
    <>
      <Digest value={value} what={`${name} of ${dataset}`} />
      {node && (
        <p>
          <LineageLink node={node} reach>
            How far it reaches
          </LineageLink>
        </p>
      )}
    </>
  ) : (
    <span className="mono wrap-anywhere whitespace-pre-wrap">
      <Value text={value} />
    </span>
  );

const columns: readonly Column<Fact>[] = [
  {
    head: 'Fact',
    cell: ({ name }) => <span className="inline-block min-w-28 wrap-anywhere">{name}</span>,
    width: '20%',
  },
  { head: 'Says', cell: (fact) => <Said fact={fact} />, phone: true },
  { head: 'Basis', cell: ({ basis }) => <FactBasis basis={basis} />, width: 112 },
  { head: 'Why', cell: ({ why }) => <span className="soft wrap-anywhere">{why}</span>, width: '32%' },
];

/** References that are shown before the rest is asked for. */
const first = 10;

/** What the version was trained on, fact by fact: proven by its own files, or said by its makers. */
export function DatasetSection({
  address,
  page,
  insider,
}: {
  address: VersionAddress;
  page: VersionPage;
  insider: boolean;
}) {
  const query = useQuery(datasetsQuery(address, page.version.revision));
  const [whole, setWhole] = useState(false);
  const items = query.data?.items ?? [];
  const digests = new Map(page.datasets.map(({ name, digest }) => [name, insider ? digest : null]));
  const checked = items.flatMap(({ facts }) => facts).filter(({ basis }) => basis === 'checked').length;
  const all = items.flatMap(({ facts }) => facts).length;
  return (
    <Section
      title="Training data"
      at="training-data"
      count={query.data && `${checked} of ${all} facts checked`}
      right={
        items.length > first && (
          <Button small onClick={() => setWhole(!whole)} aria-pressed={whole}>
            {whole ? `The first ${first}` : `All ${items.length} references`}
          </Button>
        )
      }
    >
      <Await query={query} loading={<TableLoading columns={columns} rows={6} />}>
        {() => (
          <>
            <FittedOnAllNote
              found={items.flatMap(({ name, fittedOnAll }) =>
                fittedOnAll === null ? [] : [{ dataset: name, why: fittedOnAll }],
              )}
            />
            <Table
              label="Training data"
              top
              rows={(whole ? items : items.slice(0, first)).flatMap((item) =>
                factsOf(item, digests.get(item.name) ?? undefined),
              )}
              keyOf={({ key }) => key}
              group={({ dataset }) => dataset}
              columns={columns}
              second={({ basis, why }) => `${basis}: ${why}`}
            />
          </>
        )}
      </Await>
    </Section>
  );
}
