import type { FindingPage, FindingRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  Await,
  Button,
  type Column,
  CommandButton,
  Empty,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { OverdueTag, Result, When } from '../../marks/index.ts';
import { AnswerSheet } from './answer-sheet.tsx';
import { findingStateWord, severityWord } from './finding-word.ts';
import { findingsQuery } from './queries.ts';
import { RecordSheet } from './record-sheet.tsx';

const tone = { open: 'owed', closed: 'ok', accepted: 'none' } as const;

function Answered({ answered }: { answered: NonNullable<FindingRow['answered']> }) {
  return (
    <span className="cap block whitespace-normal">
      {answered.by.name}, <When at={answered.at} precision="day" />: {answered.comment}
      {answered.evidence && ` (${answered.evidence.name})`}
    </span>
  );
}

const columnsOf = (
  model: string,
  judge: (finding: FindingRow) => void,
  ofModel: boolean,
): readonly Column<FindingRow>[] => [
  {
    head: 'Finding',
    cell: ({ name, title, text }) => (
      <>
        <b>{name}</b> {title}
        {text && <span className="cap block whitespace-normal">{text}</span>}
      </>
    ),
  },
  ...(ofModel
    ? [
        {
          head: 'Version',
          cell: ({ version }: FindingRow) => (
            <Link to="/m/$model/v/$version" params={{ model, version }} search={{ tab: 'findings' }}>
              {version}
            </Link>
          ),
          width: 130,
        },
      ]
    : []),
  { head: 'Severity', cell: ({ severity }) => severityWord[severity], width: 90 },
  {
    head: 'State',
    cell: ({ state, answered }) => (
      <>
        <Result tone={tone[state]}>{findingStateWord[state]}</Result>
        {answered && <Answered answered={answered} />}
      </>
    ),
    width: '20%',
    phone: true,
  },
  { head: 'Owner', cell: ({ owner }) => owner.name, width: 150 },
  {
    head: 'Due',
    cell: ({ dueAt, overdue }) => (
      <>
        <When at={dueAt} precision="day" /> {overdue && <OverdueTag />}
      </>
    ),
    width: 150,
  },
  {
    head: 'Judge',
    headHidden: true,
    cell: (finding) =>
      finding.mayAnswer.length === 0 && (
        <span className="flex justify-end">
          <Button small onClick={() => judge(finding)}>
            Judge<span className="sr"> {finding.name}</span>
          </Button>
        </span>
      ),
    phone: true,
    width: 80,
  },
];

function Findings({
  model,
  page,
  ofModel,
  after,
}: {
  model: string;
  page: FindingPage;
  ofModel: boolean;
  after: string | undefined;
}) {
  const [judged, setJudged] = useState<FindingRow | null>(null);
  return (
    <>
      <Table
        label="Findings"
        top
        rows={page.items}
        keyOf={({ id }) => id}
        columns={columnsOf(model, setJudged, ofModel)}
        second={({ severity, owner, dueAt, overdue }) => (
          <>
            {severityWord[severity]}, {owner.name}, due <When at={dueAt} precision="day" />
            {overdue && ', overdue'}
          </>
        )}
        empty={<Empty title="No finding yet." />}
      />
      {(after || page.next) && (
        <Paging count={page.items.length} one="finding" after={after} next={page.next} />
      )}
      {judged && <AnswerSheet finding={judged} onClose={() => setJudged(null)} />}
    </>
  );
}

/** Findings of a version, or of a whole model; those that are open come with the newest. */
export function FindingSection({
  model,
  version,
  after,
  first = false,
}: {
  model: string;
  version?: string;
  after?: string | undefined;
  first?: boolean;
}) {
  const query = useQuery(
    findingsQuery({ model, ...(version ? { version } : {}), ...(after ? { after } : {}) }),
  );
  const [recording, setRecording] = useState(false);
  const open = query.data?.items.filter(({ state }) => state === 'open').length ?? 0;
  return (
    <Section
      first={first}
      title="Findings"
      count={open > 0 ? `${open} open` : undefined}
      right={
        version &&
        query.data && (
          <CommandButton small reasons={query.data.reasons} onPress={() => setRecording(true)}>
            Record a finding
          </CommandButton>
        )
      }
    >
      <Await
        query={query}
        loading={<TableLoading columns={columnsOf(model, () => {}, version === undefined)} rows={2} />}
      >
        {(page) => <Findings model={model} page={page} ofModel={version === undefined} after={after} />}
      </Await>
      {recording && version && (
        <RecordSheet address={{ model, version }} onClose={() => setRecording(false)} />
      )}
    </Section>
  );
}
