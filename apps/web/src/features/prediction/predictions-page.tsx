import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { withBase } from '../../app/base-path.ts';
import { stringifySearch } from '../../app/search-text.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  buttonClass,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  Section,
  TableLoading,
} from '../../controls/index.ts';
import { boundedText } from '../../marks/index.ts';
import { PredictionTable, predictionColumns } from './prediction-table.tsx';
import { predictionsQuery } from './queries.ts';
import { filterOf, type PredictionsSearch } from './search.ts';
import { SearchForm } from './search-form.tsx';
import { SubjectSection } from './subject-section.tsx';
import './prediction.css';

const route = getRouteApi('/frame/predictions');

const isNarrowed = ({ by: _by, after: _after, ...filters }: PredictionsSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined);

function Found({ search }: { search: PredictionsSearch }) {
  const filter = filterOf(search);
  const query = useQuery(
    predictionsQuery({ ...filter, limit: 50, ...(search.after && { after: search.after }) }),
  );
  const total = query.data?.total;
  return (
    <Section
      title="Answers"
      count={total ? `${boundedText(total)} found, latest answered first` : 'latest answered first'}
      right={
        <a href={withBase(`/api/v1/predictions.csv${stringifySearch({ ...filter })}`)} download>
          Save as CSV
        </a>
      }
    >
      <Await query={query} loading={<TableLoading columns={predictionColumns} rows={20} />}>
        {({ items, next }) => (
          <>
            <PredictionTable
              rows={items}
              empty={
                isNarrowed(search) ? (
                  <Empty
                    title="No prediction matches."
                    actions={
                      <Link className={buttonClass()} to="/predictions">
                        Clear the search
                      </Link>
                    }
                  >
                    Ids, references and consumers are compared letter by letter. Days are those of your time
                    zone.
                  </Empty>
                ) : (
                  <Empty title="Nothing was predicted yet.">
                    Answers appear here once a version is asked, or a pipeline sends what it predicted
                    elsewhere.
                  </Empty>
                )
              }
            />
            <Paging count={items.length} one="prediction" after={search.after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}

/** Answers, by what is known of them; or all about one subject, which is recorded. */
export function PredictionsPage() {
  const search = route.useSearch();
  const { by: _by, after: _after, ...kept } = search;
  return (
    <div className="page">
      <title>Predictions · Countersign</title>
      <PageTitle first title="Predictions" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <div className="tools pt-6">
        <FilterSegments label="Look for predictions">
          {([undefined, 'subject'] as const).map((by) => (
            <Link
              key={by ?? 'all'}
              to="/predictions"
              search={{ ...kept, by }}
              aria-current={search.by === by ? 'true' : undefined}
              activeOptions={selfState}
            >
              {by ? 'About a subject' : 'Search'}
            </Link>
          ))}
        </FilterSegments>
      </div>
      {search.by === 'subject' ? (
        <SubjectSection search={search} />
      ) : (
        <>
          <SearchForm key={JSON.stringify(kept)} search={search} />
          <Found search={search} />
        </>
      )}
    </div>
  );
}
