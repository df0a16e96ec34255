import type { DatasetRecheck, VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  CommandDialog,
  Section,
  Select,
  Table,
  TableLoading,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { Basis, countText, Digest, Result, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { rechecksQuery } from './queries.ts';

const recheckers = ['developer', 'owner', 'reviewer', 'approver', 'operator', 'compliance'] as const;

/** Re-checks that are shown; older ones are asked for by REST. */
const shown = 20;

const Rows = ({ rows, digest, what }: { rows: number | null; digest: string | null; what: string }) => (
  <span className="grid">
    {rows !== null && <span>{countText(rows)} rows</span>}
    {digest !== null && <Digest value={digest} what={what} />}
  </span>
);

const resultWords = {
  same: ['ok', 'Yields the same rows'],
  counted: ['none', 'Yields as many rows'],
  differs: ['no', 'No longer yields the same rows'],
} as const;

const columns: readonly Column<DatasetRecheck>[] = [
  { head: 'Query of', cell: ({ dataset }) => <span className="wrap-anywhere">{dataset}</span>, width: '16%' },
  {
    head: 'Result',
    cell: ({ result }) => {
      const [tone, words] = resultWords[result];
      return <Result tone={tone}>{words}</Result>;
    },
    width: 216,
    phone: true,
  },
  {
    head: 'Recorded',
    cell: ({ recordedRows, recordedDigest, dataset }) => (
      <Rows rows={recordedRows} digest={recordedDigest} what={`digest recorded of ${dataset}`} />
    ),
    width: 160,
  },
  {
    head: 'Now',
    cell: ({ rows, digest, dataset }) => (
      <Rows rows={rows} digest={digest} what={`digest of ${dataset} now`} />
    ),
    width: 160,
  },
  { head: 'Basis', cell: ({ basis }) => <Basis basis={basis} />, width: 92 },
  {
    head: 'By',
    cell: ({ by, at, comment }) => (
      <span className="grid wrap-anywhere">
        <span>
          {by?.name ?? 'Unknown person'}, <When at={at} />
        </span>
        {comment !== '' && <span className="soft">{comment}</span>}
      </span>
    ),
  },
];

const whole = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

function RecheckSheet({
  address,
  datasets,
  onClose,
}: {
  address: VersionAddress;
  datasets: readonly string[];
  onClose: () => void;
}) {
  const [dataset, setDataset] = useState(datasets[0]!);
  const [rows, setRows] = useState('');
  const [digest, setDigest] = useState('');
  const [comment, setComment] = useState('');
  const count = whole(rows.trim());
  const hash = digest.trim().toLowerCase();
  const record = useCommand(
    () =>
      api.version.recheckDataset.mutate({
        ...address,
        dataset,
        ...(count !== undefined && { rows: count }),
        ...(hash !== '' && { digest: hash }),
        ...(comment.trim() !== '' && { comment: comment.trim() }),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Record a re-check"
      caption="Run the query where the data are; the portal connects to no database. What it yields now is held against what was recorded, and kept in the ledger."
      verb="Record the re-check"
      refused="The re-check was not recorded"
      busy={record.isPending}
      error={record.error}
      ready={
        (rows.trim() === '' || count !== undefined) &&
        (hash === '' || isDigest(hash)) &&
        (count !== undefined || hash !== '')
      }
      onSubmit={() => record.mutate()}
      onClose={onClose}
    >
      <Select
        label="Query of"
        value={dataset}
        onChange={(event) => setDataset(event.target.value)}
        choices={datasets.map((value) => ({ value, label: value }))}
      />
      <TextField
        label="Rows that it yields now"
        inputMode="numeric"
        maxLength={15}
        value={rows}
        onChange={(event) => setRows(event.target.value)}
      />
      <TextField
        label="SHA-256 of the rows, as they were hashed when the version was made"
        maxLength={64}
        hint={hash !== '' && !isDigest(hash) ? '64 hexadecimal digits.' : undefined}
        value={digest}
        onChange={(event) => setDigest(event.target.value)}
      />
      <TextArea
        label="Comment"
        maxLength={2_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}

/** Queries that data came from, run again later by somebody who can. Nothing where no reference is one. */
export function RecheckSection({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const queries = page.datasets.filter(({ kind, rows, digest }) => kind === 'query' && (rows || digest));
  const query = useQuery({ ...rechecksQuery({ ...address, limit: shown }), enabled: queries.length > 0 });
  if (queries.length === 0) return null;
  const { data } = query;
  return (
    <Section
      title="Re-checks of queries"
      at="rechecks"
      count={data && (data.items.length === shown && data.next ? `the last ${shown}` : data.items.length)}
      right={
        hasRole(me, recheckers, address.model) && (
          <Button small onClick={() => setOpen(true)}>
            Record a re-check
          </Button>
        )
      }
    >
      <Await query={query} loading={<TableLoading columns={columns} rows={1} />}>
        {({ items }) => (
          <Table
            label="Re-checks of queries"
            top
            rows={items}
            keyOf={({ id }) => id}
            columns={columns}
            second={({ basis, by, at }) => `${basis}, ${by?.name ?? 'unknown person'}, ${at.slice(0, 10)}`}
            empty={<p className="soft py-3">Nobody has run them again yet.</p>}
          />
        )}
      </Await>
      {open && (
        <RecheckSheet
          address={address}
          datasets={queries.map(({ name }) => name)}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}
