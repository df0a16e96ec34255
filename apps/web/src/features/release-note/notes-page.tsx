import type { NotesFeedItem } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { withBase } from '../../app/base-path.ts';
import { Await, Empty, ModelCrumbs, PageTitle, Paging, Section } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { NoteSections } from './note-sections.tsx';
import { notesFeedQuery } from './queries.ts';

const route = getRouteApi('/frame/m/$model/notes');

function Notes({ model, item }: { model: string; item: NotesFeedItem }) {
  const { version, before, sections, cut, errata } = item;
  const isBlank = sections.every(({ state }) => state === 'missing');
  const toNotes = { to: '/m/$model/v/$version', params: { model, version } } as const;
  return (
    <Section
      title={
        <Link className="quiet" {...toNotes} search={{ tab: 'release-notes' }}>
          {version}
        </Link>
      }
      count={
        <>
          registered by {item.by}, <When at={item.registeredAt} />
        </>
      }
      right={
        before !== null && (
          <Link
            to="/m/$model/compare/$pair"
            params={{ model, pair: pairText(before, version) }}
            hash="release-notes"
          >
            What changed since {before}
          </Link>
        )
      }
    >
      <div className="border-t border-ink">
        {item.description !== '' && <p className="pt-3">{item.description}</p>}
        {isBlank ? (
          <p className="soft pt-3">No release notes were written.</p>
        ) : (
          <NoteSections sections={sections} />
        )}
        <p className="cap flex flex-wrap gap-x-3 pt-2">
          <span>
            Revision {item.revision}, last changed <When at={item.updatedAt} />
          </span>
          {(cut || errata > 0) && (
            <Link {...toNotes} search={{ tab: 'release-notes' }}>
              {cut ? 'The notes go on' : `${errata} ${errata === 1 ? 'erratum' : 'errata'} beside them`}
            </Link>
          )}
        </p>
      </div>
    </Section>
  );
}

/** The release notes of a model, the newest version first. */
export function NotesPage() {
  const { model } = route.useParams();
  const { after } = route.useSearch();
  const query = useQuery(notesFeedQuery(model, after));
  const feed = location.origin + withBase(`/api/v1/models/${encodeURIComponent(model)}/feed.atom`);
  return (
    <div className="page">
      <title>{`Release notes, ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="release notes" />
      <PageTitle title={`Release notes of ${model}`} />
      <p className="lede">
        The newest version first. As a feed for programs, with a token that may read:{' '}
        <a className="mono wrap-anywhere" href={feed}>
          {feed}
        </a>
      </p>
      <Await query={query} loading={<div className="min-h-[640px]" aria-busy="true" />}>
        {({ items, next }) => (
          <>
            {items.map((item) => (
              <Notes key={item.versionId} model={model} item={item} />
            ))}
            {items.length === 0 && (
              <Empty title="No version is registered.">Notes come with the first version.</Empty>
            )}
            {(after || next) && <Paging count={items.length} one="version" after={after} next={next} />}
          </>
        )}
      </Await>
    </div>
  );
}
