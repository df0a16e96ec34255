import type { Manifest } from '@countersign/contracts';
import { type Column, Table } from '../../controls/index.ts';
import { Digest, Result, sizeText } from '../../marks/index.ts';

type File = Manifest['files'][number];

/** Every file with its digest and, while registering, how much of it the server has. */
export function FileList({
  files,
  sent,
  refused,
}: {
  files: readonly File[];
  sent: ReadonlyMap<string, number> | undefined;
  refused: string | null;
}) {
  const stateOf = ({ path, sha256, size }: File) => {
    if (refused === path) return <Result tone="no">Not taken</Result>;
    const bytes = sent?.get(sha256);
    if (bytes === undefined) return <Result tone="owed">Not sent</Result>;
    if (bytes >= size) return <Result tone="ok">There</Result>;
    return <progress className="progress" aria-label={`${path}, sent`} max={size} value={bytes} />;
  };
  const columns: readonly Column<File>[] = [
    { head: 'File', cell: ({ path }) => <span className="mono break-words">{path}</span> },
    { head: 'Kind', cell: ({ kind }) => kind.replace('-', ' '), width: 140 },
    { head: 'Size', cell: ({ size }) => sizeText(size), numeric: true, width: 110 },
    {
      head: 'Digest, SHA-256',
      cell: ({ sha256, path }) => <Digest value={sha256} what={`digest of ${path}`} />,
      width: 200,
    },
    { head: 'Sent', cell: stateOf, width: 130, phone: true },
  ];
  return (
    <Table
      label="Files of the version"
      rows={files}
      keyOf={({ path }) => path}
      columns={columns}
      second={({ kind, size }) => `${kind}, ${sizeText(size)}`}
    />
  );
}
