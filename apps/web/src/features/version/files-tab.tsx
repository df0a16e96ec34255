import type { VersionAddress, VersionFile } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Await, type Column, Empty, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, Digest, sizeText } from '../../marks/index.ts';
import { DocumentsSection } from './documents-section.tsx';
import { fileUrl } from './file-url.ts';
import { filesQuery } from './queries.ts';

const FilePreview = lazy(() =>
  import('./file-preview.tsx').then(({ FilePreview }) => ({ default: FilePreview })),
);

const columnsOf = (address: VersionAddress): readonly Column<VersionFile>[] => [
  {
    head: 'File',
    cell: ({ path, preview }) =>
      preview ? (
        <Link
          className="mono break-words"
          to="."
          search={(before) =>
            preview === 'notebook' ? { tab: 'notebooks' as const, notebook: path } : { ...before, file: path }
          }
          resetScroll={false}
        >
          {path}
        </Link>
      ) : (
        <span className="mono break-words">{path}</span>
      ),
  },
  { head: 'Kind', cell: ({ kind }) => kind.replace('-', ' '), width: 140 },
  { head: 'Size', cell: ({ size }) => sizeText(size), numeric: true, width: 110, phone: true },
  {
    head: 'Digest, SHA-256',
    cell: ({ digest, path }) => <Digest value={digest} what={`digest of ${path}`} />,
    width: 200,
  },
  {
    head: 'Download',
    headHidden: true,
    cell: ({ path }) => (
      <a href={fileUrl(address, path)} download>
        Download<span className="sr"> {path}</span>
      </a>
    ),
    width: 80,
  },
];

export function FilesTab({ address, file }: { address: VersionAddress; file: string | undefined }) {
  const navigate = useNavigate();
  const query = useQuery(filesQuery(address));
  const columns = columnsOf(address);
  const close = () =>
    void navigate({ to: '.', search: (before) => ({ ...before, file: undefined }), resetScroll: false });
  return (
    <>
      <Section first title="Files" count={query.data && counted(query.data.length, 'file')}>
        <Await query={query} loading={<TableLoading columns={columns} rows={12} />}>
          {(files) => {
            const previewed = files.find(({ path }) => path === file);
            return (
              <>
                <Table
                  label="Files"
                  rows={files}
                  keyOf={({ path }) => path}
                  columns={columns}
                  second={({ kind }) => kind.replace('-', ' ')}
                  empty={<Empty title="No files." />}
                />
                {previewed?.preview && previewed.preview !== 'notebook' && (
                  <Suspense>
                    <FilePreview
                      address={address}
                      file={previewed}
                      kind={previewed.preview}
                      onClose={close}
                    />
                  </Suspense>
                )}
              </>
            );
          }}
        </Await>
      </Section>
      <DocumentsSection address={address} />
    </>
  );
}
