import type { CompareNotebooks, NotebookComparison, NotebookRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { selfState } from '../../app/self-state.ts';
import { Await, Empty, FilterSegments, ModelCrumbs, PageTitle, Section } from '../../controls/index.ts';
import { Digest } from '../../marks/index.ts';
import {
  ComparedNotebooks,
  comparedText,
  NotebookStateMark,
  notebookRecordsQuery,
} from '../notebook/index.ts';
import { fileUrl } from '../version/index.ts';
import { pairIn } from './pair.ts';
import { notebookPairQuery } from './queries.ts';

const route = getRouteApi('/frame/m/$model/compare/$pair/notebook');
const loading = <div className="min-h-[640px]" aria-busy="true" />;

const reasonText: Record<NonNullable<NotebookComparison['reason']>, string> = {
  ABSENT: 'One of the versions has no notebook of this path.',
  UNREADABLE: 'One of the files is not a notebook that can be read.',
  TOO_LARGE: 'One of the notebooks is larger than 20 MB.',
  TOO_MANY: 'One of the notebooks has more than 20,000 cells.',
};

type Side = NonNullable<NotebookComparison['before']>;

function SideText({ model, of: { version, path, digest, cells } }: { model: string; of: Side }) {
  const { data, isError } = useQuery(notebookRecordsQuery({ model, version, path }));
  const record = data?.items[0];
  return (
    <p className="flex flex-wrap items-baseline gap-x-4">
      <b>{version}</b>
      <span className="mono wrap-anywhere">{path}</span>
      <span className="soft">{cells === 1 ? '1 cell' : `${cells.toLocaleString('en')} cells`}</span>
      <Digest value={digest} what={`digest of ${path} of ${version}`} />
      {record && <NotebookStateMark state={record.state} />}
      {isError && <span className="soft">What it records could not be read.</span>}
    </p>
  );
}

function Found({ model, found, whole }: { model: string; found: NotebookComparison; whole: boolean }) {
  const { before, after, rows } = found;
  if (found.reason !== null || !before || !after) {
    return (
      <div className="pt-4">
        <Empty title={reasonText[found.reason ?? 'ABSENT']}>
          The files can be downloaded from each version.
        </Empty>
      </div>
    );
  }
  const place = ({ version, path, digest }: Side) => ({
    url: `${fileUrl({ model, version }, path)}?preview=1`,
    digest,
  });
  const link = (row: NotebookRow, text: string) => {
    const side = row.after === null ? before : after;
    return (
      <Link
        to="/m/$model/v/$version"
        params={{ model, version: side.version }}
        search={{ tab: 'notebooks', notebook: side.path }}
        hash={`cell-${row.after ?? row.before}`}
      >
        {text}
      </Link>
    );
  };
  return (
    <>
      <div className="grid gap-1 pt-3">
        <SideText model={model} of={before} />
        <SideText model={model} of={after} />
      </div>
      <Section title="Cells" count={comparedText(rows)}>
        <div className="pb-3">
          <FilterSegments label="Cells shown">
            {([undefined, 'all'] as const).map((show) => (
              <Link
                key={show ?? 'changed'}
                to="."
                search={(search) => ({ ...search, show })}
                resetScroll={false}
                aria-current={whole === (show === 'all') ? 'true' : undefined}
                activeOptions={selfState}
              >
                {show === 'all' ? 'All' : 'What changed'}
              </Link>
            ))}
          </FilterSegments>
        </div>
        <div className="notebook-holder">
          <Suspense fallback={loading}>
            <ComparedNotebooks
              before={place(before)}
              after={place(after)}
              rows={rows}
              whole={whole}
              link={link}
            />
          </Suspense>
        </div>
      </Section>
    </>
  );
}

/** A notebook of two versions, cell by cell. */
export function NotebookPairPage() {
  const { model, pair } = route.useParams();
  const { path, before: pathBefore, show } = route.useSearch();
  const { before, after } = pairIn(pair);
  const title = `${path ?? 'Notebook'}, ${before} and ${after}`;
  return (
    <div className="page">
      <title>{`${title} · Countersign`}</title>
      <ModelCrumbs model={model} here="compare notebooks" />
      <PageTitle title={title} />
      <p>
        <Link to="/m/$model/compare/$pair" params={{ model, pair }}>
          Everything else that differs
        </Link>
      </p>
      {path === undefined ? (
        <Empty title="Which notebook?">It is opened from the comparison of the two versions.</Empty>
      ) : (
        <Pair
          input={{ model, before, after, path, ...(pathBefore ? { pathBefore } : {}) }}
          whole={show === 'all'}
        />
      )}
    </div>
  );
}

function Pair({ input, whole }: { input: CompareNotebooks; whole: boolean }) {
  const query = useQuery(notebookPairQuery(input));
  return (
    <Await query={query} loading={loading}>
      {(found) => <Found model={input.model} found={found} whole={whole} />}
    </Await>
  );
}
