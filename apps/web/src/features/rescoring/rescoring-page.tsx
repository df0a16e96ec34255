import { type RescoringExtract, type RescoringRow, rescoredChoices } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { withBase } from '../../app/base-path.ts';
import { problemOf } from '../../app/problem.ts';
import { stringifySearch } from '../../app/search-text.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Definitions,
  Empty,
  PageTitle,
  Paging,
  ProblemNote,
  Section,
  Select,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { conditionText, counted, countText, Digest, EntryLink, sizeText, When } from '../../marks/index.ts';
import { extractsQuery, isUnderWay, rescoredQuery, rescoringQuery } from './queries.ts';
import { RescoredTable, rescoredColumns } from './rescored-table.tsx';
import { RescoringFigures, RescoringProgress } from './rescoring-figures.tsx';
import type { RescoringPageSearch } from './search.ts';
import { correctionText, flipSentence, stateWord, versionsText, whichWord } from './words.ts';

const route = getRouteApi('/frame/rescorings/$rescoring');

const fileOf = (id: string, format: 'csv' | 'ndjson', filter: object) =>
  withBase(`/api/v1/rescorings/${id}/predictions.${format}${stringifySearch({ ...filter })}`);

function Cancel({ row }: { row: RescoringRow }) {
  const cancel = useCommand(() => api.rescoring.cancel.mutate({ id: row.id }));
  return (
    <>
      <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel the re-scoring
      </Button>
      {cancel.error && <ProblemNote title="It goes on" problem={problemOf(cancel.error)} />}
    </>
  );
}

function Facts({ row }: { row: RescoringRow }) {
  return (
    <Definitions
      items={[
        [
          'Asked for',
          <>
            <When at={row.askedAt} precision="second" /> by {row.by.name}
            {row.requested !== null && (
              <>
                , entry <EntryLink number={row.requested} />
              </>
            )}
          </>,
        ],
        row.finishedAt
          ? [
              stateWord[row.state],
              <>
                <When at={row.finishedAt} precision="second" />
                {row.number !== null && (
                  <>
                    , entry <EntryLink number={row.number} />
                  </>
                )}
              </>,
            ]
          : null,
        [
          'Answers of',
          row.period
            ? `${row.period.from} to ${row.period.to}, whole days in ${row.period.zone}`
            : 'all of the past, up to when it was asked for',
        ],
        row.conditions.length > 0
          ? ['Affected where', row.conditions.map(conditionText).join(' and ')]
          : null,
        row.corrections.length > 0
          ? ['Inputs put right', row.corrections.map(correctionText).join(', ')]
          : null,
        ['Flipped', flipSentence(row)],
        row.digest
          ? ['Digest over the rows', <Digest key="digest" value={row.digest} what="the rows" />]
          : null,
      ]}
    />
  );
}

type Reason = RescoringRow['reasons'][number];
const reasonColumns: readonly Column<Reason>[] = [
  { head: 'Because', cell: ({ because }) => because },
  { head: 'Predictions', cell: ({ count }) => countText(count), numeric: true, width: 120, phone: true },
];

function extractColumns(id: string): readonly Column<RescoringExtract>[] {
  return [
    { head: 'Consumer', cell: ({ consumer }) => <b>{consumer}</b> },
    { head: 'Predictions', cell: ({ rows }) => countText(rows), numeric: true, width: 110 },
    { head: 'Flipped', cell: ({ flipped }) => countText(flipped), numeric: true, width: 90 },
    {
      head: 'SHA-256',
      cell: ({ digest, consumer }) => <Digest value={digest} what={`the part of ${consumer}`} />,
      width: 210,
    },
    {
      head: 'File',
      cell: ({ consumer, bytes }) => (
        <a href={withBase(`/api/v1/rescorings/${id}/extracts/${encodeURIComponent(consumer)}`)} download>
          CSV<span className="sr"> for {consumer}</span>, {sizeText(bytes)}
        </a>
      ),
      width: 130,
      phone: true,
    },
  ];
}

function Extracts({ row }: { row: RescoringRow }) {
  const query = useQuery(extractsQuery(row.id));
  const columns = extractColumns(row.id);
  return (
    <Section title="For each consumer" count="the part that goes with its notice">
      <Await query={query} loading={<TableLoading columns={columns} rows={3} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Parts for consumers"
              rows={items}
              keyOf={({ consumer }) => consumer}
              columns={columns}
              second={({ rows, flipped }) => `${counted(rows, 'prediction')}, ${countText(flipped)} flipped`}
              empty={<Empty title="No consumer’s prediction was affected." />}
            />
            {next && (
              <p className="table-foot">
                The first {countText(items.length)} consumers are shown; the API lists all.
              </p>
            )}
          </>
        )}
      </Await>
    </Section>
  );
}

function Rows({ row, search }: { row: RescoringRow; search: RescoringPageSearch }) {
  const navigate = useNavigate();
  const choice = search.which ?? 'flipped';
  const filter = {
    ...(choice !== 'all' && { which: choice }),
    ...(search.consumer && { consumer: search.consumer }),
  };
  const query = useQuery(
    rescoredQuery({ id: row.id, ...filter, limit: 50, ...(search.after && { after: search.after }) }),
  );
  const extracts = useQuery({ ...extractsQuery(row.id), enabled: row.state === 'done' });
  const consumers = extracts.data?.items.map(({ consumer }) => consumer) ?? [];
  const go = (part: RescoringPageSearch) =>
    void navigate({
      to: '/rescorings/$rescoring',
      params: { rescoring: row.id },
      search: { ...search, ...part },
      resetScroll: false,
    });
  const choices = [...rescoredChoices, 'all' as const].filter(
    (which) => row.known > 0 || (which !== 'fixed' && which !== 'made'),
  );
  return (
    <Section
      title="Predictions"
      count="in the order of their answers"
      right={
        <span className="flex gap-4">
          <a href={fileOf(row.id, 'csv', filter)} download>
            Save as CSV
          </a>
          <a href={fileOf(row.id, 'ndjson', filter)} download>
            as NDJSON
          </a>
        </span>
      }
    >
      <div className="tools">
        <Select
          label="Which predictions"
          value={choice}
          onChange={({ target }) =>
            go({ which: choices.find((which) => which === target.value), after: undefined })
          }
          choices={choices.map((which) => ({
            value: which,
            label: which === 'all' ? 'All affected' : whichWord[which],
          }))}
        />
        {consumers.length > 1 && (
          <Select
            label="Consumer"
            value={search.consumer ?? ''}
            onChange={({ target }) => go({ consumer: target.value || undefined, after: undefined })}
            choices={[
              { value: '', label: 'Every consumer' },
              ...consumers.map((consumer) => ({ value: consumer, label: consumer })),
            ]}
          />
        )}
      </div>
      <Await query={query} loading={<TableLoading columns={rescoredColumns(row)} rows={10} />}>
        {({ items, next }) => (
          <>
            <RescoredTable
              rescoring={row}
              rows={items}
              label="Predictions"
              empty={
                <Empty title="None of these.">
                  {isUnderWay(row) ? 'The re-scoring is under way.' : 'Choose another filter above.'}
                </Empty>
              }
            />
            <Paging count={items.length} one="prediction" after={search.after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}

/** One re-scoring: how far it is, what came of it, every prediction of it. */
export function RescoringPage() {
  const { rescoring: id } = route.useParams();
  const search = route.useSearch();
  const query = useQuery(rescoringQuery(id));
  return (
    <div className="page">
      <title>Re-scoring · Countersign</title>
      <Await
        whole
        query={query}
        loading={
          <>
            <PageTitle first title="Re-scoring" beside="reading what came of it" />
            <Section first title="What came of it">
              <TableLoading columns={reasonColumns} rows={6} />
            </Section>
          </>
        }
      >
        {(row) => (
          <>
            <nav className="crumbs" aria-label="Breadcrumb">
              <Link to="/m/$model" params={{ model: row.model.key }}>
                {row.model.key}
              </Link>
              {row.recallId && (
                <>
                  <span aria-hidden="true">/</span>
                  <Link to="/recalls/$recall" params={{ recall: row.recallId }}>
                    Recall of {versionsText(row.versions)}
                  </Link>
                </>
              )}
            </nav>
            <PageTitle
              title="Re-scoring"
              beside={`what ${versionsText(row.versions)} answered, on ${row.fixed}`}
              acts={row.mayCancel && <Cancel row={row} />}
            />
            <RescoringProgress row={row} />
            {row.problem && <p className="py-2">{row.problem}</p>}
            <Section first={false} title="What came of it" count={stateWord[row.state]}>
              <RescoringFigures row={row} />
              <Facts row={row} />
            </Section>
            {row.reasons.length > 0 && (
              <Section title="Not re-scored" count={countText(row.notRescored)}>
                <Table
                  label="Why not re-scored"
                  rows={row.reasons}
                  keyOf={({ code }) => code}
                  columns={reasonColumns}
                />
              </Section>
            )}
            {row.mayReadRows ? (
              <>
                {row.state === 'done' && <Extracts row={row} />}
                <Rows row={row} search={search} />
              </>
            ) : (
              <p className="py-4 soft">
                Inputs and outputs of predictions are open to people with a role on the model.
              </p>
            )}
          </>
        )}
      </Await>
    </div>
  );
}
