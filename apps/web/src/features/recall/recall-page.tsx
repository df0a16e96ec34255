import { advisoryPath, type RecallBoard } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { withBase } from '../../app/base-path.ts';
import { Await, buttonClass, Empty, PageTitle, Section, Table, TableLoading } from '../../controls/index.ts';
import { boundedText, countText, dayText, Rail, railOfPage, StandingTag, When } from '../../marks/index.ts';
import { LineageLink } from '../lineage/index.ts';
import { RescoringSection } from '../rescoring/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { callerColumns } from './blast-radius.tsx';
import { CloseSheet } from './close-sheet.tsx';
import { ClosingPanel } from './closing-panel.tsx';
import { CompleteSheet } from './complete-sheet.tsx';
import { BlockedBar } from './do-not-use-bar.tsx';
import { NoticesSection } from './notices-section.tsx';
import { PlacesSection } from './places-section.tsx';
import { recallBoardQuery, recalledVersionQuery } from './queries.ts';
import { ReportButton } from './report-button.tsx';
import { ToldSection } from './told-section.tsx';

const route = getRouteApi('/frame/recalls/$recall');

const shownCallers = 8;
const stateText = { open: 'open', closed: 'closed', lifted: 'every mark lifted' } as const;

function Radius({ board }: { board: RecallBoard }) {
  const { row, radius } = board;
  const { predictions, references, firstAt, lastAt, callers, since } = radius;
  const figures = [
    {
      figure: boundedText(predictions),
      word: predictions.count === 1 && !predictions.more ? 'prediction answered' : 'predictions answered',
      beneath: firstAt && lastAt ? `${dayText(firstAt)} to ${dayText(lastAt)}` : 'none ever',
    },
    {
      figure: countText(callers.length),
      word: callers.length === 1 ? 'consumer' : 'consumers',
      beneath: `${countText(callers.filter(({ use }) => use === 'declared').length)} with a declared use`,
    },
    {
      figure: boundedText(since),
      word: since.count === 1 ? 'answer since the mark' : 'answers since the mark',
      beneath: row.standing === 'advisory' ? 'an advisory lets it answer' : 'refused since then',
    },
    {
      figure: boundedText(references),
      word: 'kept as a reference alone',
      beneath: 'cannot be reproduced',
    },
  ];
  return (
    <Section
      title="Blast radius"
      right={
        <Link
          to="/predictions"
          search={{ model: row.model.key, version: row.label }}
        >{`Predictions of ${row.label}`}</Link>
      }
    >
      <ul className="recall-figures">
        {figures.map(({ figure, word, beneath }) => (
          <li key={word}>
            <b>{figure}</b> {word}
            <span className="cap block">{beneath}</span>
          </li>
        ))}
      </ul>
      <Table
        label="Consumers"
        top
        rows={callers.slice(0, shownCallers)}
        keyOf={({ consumer }) => consumer}
        columns={callerColumns}
        second={({ lastAt: at }) => (at ? <When at={at} /> : 'never called')}
        empty={<Empty title="Nobody called it, and nobody declared to use it." />}
      />
      {callers.length > shownCallers && (
        <p className="table-foot">
          The busiest {shownCallers} of {countText(callers.length)} consumers; each has its notice
        </p>
      )}
    </Section>
  );
}

function Board({ board }: { board: RecallBoard }) {
  const [sheet, setSheet] = useState<'tell' | 'close' | null>(null);
  const { row, state, number } = board;
  const insider = isInsider(useMe(), row.model.key);
  const { after } = route.useSearch();
  const version = useQuery(recalledVersionQuery({ model: row.model.key, version: row.label }));
  const close = () => setSheet(null);
  return (
    <>
      {row.standing === 'blocked' && row.liftedAt === null && (
        <BlockedBar
          model={row.model.key}
          label={row.label}
          mark={{
            ...row,
            replacement: row.replacement ? { label: row.replacement } : null,
            number,
          }}
        />
      )}
      <div className="page">
        <nav className="crumbs" aria-label="Breadcrumb">
          <Link to="/recalls">Recalls</Link>
          <span aria-hidden="true">/</span>
          <Link to="/m/$model/v/$version" params={{ model: row.model.key, version: row.label }}>
            {row.model.key} {row.label}
          </Link>
        </nav>
        <PageTitle
          title={`Recall of ${row.model.key} ${row.label}`}
          beside={
            <>
              {stateText[state]}, since <When at={row.at} relative />
            </>
          }
          acts={
            <>
              {insider && (
                <LineageLink node={`recall:${row.id}`} className={buttonClass()}>
                  Lineage
                </LineageLink>
              )}
              <a className={buttonClass()} href={withBase(advisoryPath(row.id))}>
                Advisory as JSON
              </a>
              {board.mayReport && <ReportButton recallId={row.id} closed={board.closed !== null} />}
              {version.data?.actions.some(({ command }) => command === 'lift') && (
                <Link
                  className={buttonClass()}
                  to="/m/$model/v/$version"
                  params={{ model: row.model.key, version: row.label }}
                  search={{ sheet: 'lift' }}
                >
                  Lift the mark
                </Link>
              )}
            </>
          }
        />
        {(row.standing === 'advisory' || row.liftedAt !== null) && (
          <p className="lede flex flex-wrap items-baseline gap-2">
            <StandingTag standing={row.standing} /> {row.reason}
          </p>
        )}
        {version.data ? <Rail stops={railOfPage(version.data)} /> : <div className="min-h-[88px]" />}
        <div className="split recall-split">
          <div>
            <ToldSection board={board} onTell={() => setSheet('tell')} />
            <Radius board={board} />
            <NoticesSection recallId={row.id} after={after} mayRemind={board.mayRemind} />
            <RescoringSection
              recallId={row.id}
              model={row.model.key}
              versions={board.versions.map(({ label }) => label)}
              fixed={row.replacement}
            />
            {row.standing === 'blocked' && <PlacesSection places={board.places} />}
          </div>
          <ClosingPanel board={board} onClose={() => setSheet('close')} />
        </div>
      </div>
      {sheet === 'tell' && version.data && (
        <CompleteSheet board={board} inputs={version.data.inputs} onClose={close} />
      )}
      {sheet === 'close' && <CloseSheet board={board} onClose={close} />}
    </>
  );
}

/** The same heads at the same places, so that nothing jumps when the answer comes. */
const Loading = () => (
  <div className="page" aria-busy="true">
    <nav className="crumbs" aria-label="Breadcrumb">
      <Link to="/recalls">Recalls</Link>
    </nav>
    <PageTitle title="Recall" beside="reading who is touched and where it stopped" />
    <div className="min-h-[88px]" />
    <div className="split recall-split">
      <div>
        <Section first title="What is told">
          <TableLoading columns={callerColumns} rows={4} />
        </Section>
        <Section title="Blast radius">
          <TableLoading columns={callerColumns} rows={3} />
        </Section>
      </div>
    </div>
  </div>
);

/** One recall, followed to its end. */
export function RecallPage() {
  const { recall } = route.useParams();
  const query = useQuery(recallBoardQuery(recall));
  return (
    <>
      <title>Recall · Countersign</title>
      <Await query={query} whole loading={<Loading />}>
        {(board) => <Board board={board} />}
      </Await>
    </>
  );
}
