import type { NotebookRecord, NotebookRecordsFilter, RecordedDigest } from '@countersign/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { Await, type Column, Table } from '../../controls/index.ts';
import { Digest, Result } from '../../marks/index.ts';

/** Dataset references may be amended: what they say is asked anew with the version. */
export const notebookRecordsQuery = (filter: NotebookRecordsFilter) =>
  queryOptions({
    queryKey: ['version', 'notebook-records', filter],
    queryFn: () => api.notebook.records.query(filter),
  });

const marks = {
  stale: ['no', 'Stale'],
  current: ['ok', 'Up to date'],
  unchecked: ['none', 'Cannot be checked'],
  unrecorded: ['none', 'Records no digests'],
  unread: ['none', 'Not read'],
} as const;

/** Whether a notebook was run with what its version has. */
export function NotebookStateMark({ state }: Pick<NotebookRecord, 'state'>) {
  const [tone, word] = marks[state];
  return <Result tone={tone}>{word}</Result>;
}

const results = {
  same: ['ok', 'Same'],
  differs: ['no', 'Differs'],
  unchecked: ['none', 'Not checkable'],
} as const;

const kindOf = ({ of }: RecordedDigest) => (of === 'script' ? 'Script' : 'Input');

const columns: readonly Column<RecordedDigest>[] = [
  { head: 'Name', cell: ({ name }) => <span className="mono wrap-anywhere">{name}</span> },
  { head: 'Of', cell: kindOf, width: 72 },
  {
    head: 'Recorded',
    cell: ({ digest, name }) => <Digest value={digest} what={`digest recorded of ${name}`} />,
    width: 190,
  },
  {
    head: 'Held against the version',
    cell: ({ result, now, name }) => {
      const [tone, word] = results[result];
      return (
        <span className="grid">
          <Result tone={tone}>{word}</Result>
          {now && <Digest value={now} what={`digest of ${name} in the version`} />}
        </span>
      );
    },
    width: 190,
    phone: true,
  },
  { head: 'Why', cell: ({ why }) => <span className="soft wrap-anywhere">{why}</span> },
  { head: 'Where', cell: ({ place }) => <span className="soft wrap-anywhere">{place}</span>, width: '18%' },
];

const unreadText = {
  ABSENT: 'Its bytes are not in the store.',
  UNREADABLE: 'It is not a notebook that can be read.',
  TOO_LARGE: 'It is larger than 20 MB.',
  TOO_MANY: 'It has more than 20,000 cells, or records more than 1,000 digests.',
  LATER: 'There is too much to read of this version at once; it is read where it is opened.',
} as const;

function sentenceOf({ state, reason, digests }: NotebookRecord): string {
  if (state === 'unread') return unreadText[reason ?? 'UNREADABLE'];
  if (state === 'unrecorded')
    return 'It does not say with which inputs and scripts it was run, so nothing tells whether it is stale. A notebook records their SHA-256 in its metadata, in its front matter or in papermill’s parameters.';
  const counts = ['same', 'differs', 'unchecked'].map(
    (result) => digests.filter((one) => one.result === result).length,
  );
  const [same, differs, unchecked] = counts as [number, number, number];
  const parts = [
    `${same} of ${digests.length} recorded ${digests.length === 1 ? 'digest is' : 'digests are'} the version’s`,
    ...(differs > 0
      ? [`${differs} ${differs === 1 ? 'differs' : 'differ'}: it was run with something else`]
      : []),
    ...(unchecked > 0 ? [`${unchecked} cannot be checked`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** What the notebook records of its inputs and scripts, digest by digest, beside what the version has. */
export function RecordedDigests({ of }: { of: Required<NotebookRecordsFilter> }) {
  const query = useQuery(notebookRecordsQuery(of));
  return (
    <section className="pb-4" aria-label="Recorded digests">
      <Await query={query} loading={<div className="min-h-[56px]" aria-busy="true" />}>
        {({ items: [record] }) => record && <Digests record={record} />}
      </Await>
    </section>
  );
}

function Digests({ record }: { record: NotebookRecord }) {
  const order = { differs: 0, unchecked: 1, same: 2 } as const;
  const rows = [...record.digests].sort((one, other) => order[one.result] - order[other.result]);
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 pb-2">
        <NotebookStateMark state={record.state} />
        <span className="soft">{sentenceOf(record)}</span>
      </p>
      {rows.length > 0 && (
        <Table
          label="Recorded digests"
          top
          rows={rows}
          keyOf={({ of: kind, name, digest }) => `${kind} ${name} ${digest}`}
          columns={columns}
          second={(digest) => `${kindOf(digest)}: ${digest.why}; ${digest.place}`}
        />
      )}
    </>
  );
}
