import type { VersionAddress, VersionFile } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Await, Empty, FilterSegments, Section } from '../../controls/index.ts';
import { sizeText } from '../../marks/index.ts';
import { CellDiscussion, CellsDiscussed } from '../discussion/index.ts';
import { pairText } from '../model/index.ts';
import { NotebookStateMark, NotebookView, notebookRecordsQuery, RecordedDigests } from '../notebook/index.ts';
import { fileUrl } from './file-url.ts';
import { filesQuery, versionQuery } from './queries.ts';

const isNotebook = ({ kind, preview }: VersionFile): boolean => kind === 'notebook' || preview === 'notebook';

function Choice({
  address,
  notebooks,
  path,
}: {
  address: VersionAddress;
  notebooks: readonly VersionFile[];
  path: string | undefined;
}) {
  const { data } = useQuery(notebookRecordsQuery(address));
  const stale = new Set(
    data?.items.filter(({ state }) => state === 'stale').map((record) => record.path) ?? [],
  );
  return (
    <FilterSegments label="Notebooks of this version">
      {notebooks.map((file) => (
        <Link
          key={file.path}
          to="."
          search={(before) => ({ ...before, notebook: file.path === path ? undefined : file.path })}
          hash=""
          aria-current={file.path === path ? 'true' : undefined}
          resetScroll={false}
        >
          {file.path}
          {stale.has(file.path) && <NotebookStateMark state="stale" />}
        </Link>
      ))}
    </FilterSegments>
  );
}

/** The same notebook in the version before, cell by cell; none where that one has no such file, or the same bytes. */
function ChangedSince({ address, file }: { address: VersionAddress; file: VersionFile }) {
  const before = useQuery(versionQuery(address)).data?.before;
  const files = useQuery({
    ...filesQuery({ ...address, version: before ?? address.version }),
    enabled: Boolean(before),
  });
  const earlier = before && files.data?.find(({ path }) => path === file.path);
  if (!earlier) return null;
  if (earlier.digest === file.digest) return <span className="soft">The same bytes as in {before}</span>;
  return (
    <Link
      to="/m/$model/compare/$pair/notebook"
      params={{ model: address.model, pair: pairText(before, address.version) }}
      search={{ path: file.path }}
    >
      What changed since {before}, cell by cell
    </Link>
  );
}

function Shown({ address, file }: { address: VersionAddress; file: VersionFile }) {
  if (file.preview !== 'notebook') {
    return (
      <Empty title={`${file.path} is too large to be shown, or is no .ipynb file.`}>
        It has {sizeText(file.size)}. <a href={fileUrl(address, file.path)}>Download it</a>
      </Empty>
    );
  }
  const of = { address, path: file.path };
  return (
    <div className="notebook-holder">
      <RecordedDigests of={{ ...address, path: file.path }} />
      <Suspense fallback={<div className="min-h-[640px]" aria-busy="true" />}>
        <CellsDiscussed of={of} />
        <NotebookView
          url={`${fileUrl(address, file.path)}?preview=1`}
          digest={file.digest}
          beside={(cell) => <CellDiscussion of={of} cell={cell} />}
        />
      </Suspense>
    </div>
  );
}

/**
 * The notebooks of a version and the one that the address names. On its own tab the first one is open at once; beside
 * a signature one is opened when it is asked for.
 */
export function Notebooks({
  address,
  path,
  opens = 'first',
}: {
  address: VersionAddress;
  path: string | undefined;
  opens?: 'first' | 'asked';
}) {
  const query = useQuery(filesQuery(address));
  const notebooks = query.data?.filter(isNotebook) ?? [];
  const shown =
    notebooks.find((file) => file.path === path) ?? (opens === 'first' ? notebooks[0] : undefined);
  if (opens === 'asked' && query.data && notebooks.length === 0) return null;
  return (
    <Section
      first={opens === 'first'}
      title="Notebooks"
      count={query.data && notebooks.length}
      right={
        shown && (
          <span className="flex flex-wrap gap-x-4 gap-y-1">
            {shown.preview === 'notebook' && <ChangedSince address={address} file={shown} />}
            <a href={fileUrl(address, shown.path)}>Download {shown.path}</a>
          </span>
        )
      }
    >
      <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
        {() =>
          notebooks.length === 0 ? (
            <Empty title="No notebook is linked to this version.">
              A registration names notebooks among its files, with kind “notebook”.
            </Empty>
          ) : (
            <>
              <div className="notebook-choice">
                <Choice address={address} notebooks={notebooks} path={shown?.path} />
              </div>
              {shown && <Shown key={shown.digest} address={address} file={shown} />}
            </>
          )
        }
      </Await>
    </Section>
  );
}
