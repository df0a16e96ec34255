import type { RescoringRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, buttonClass, Empty, Section } from '../../controls/index.ts';
import { countText, When } from '../../marks/index.ts';
import { isUnderWay, rescoringsQuery, worstQuery } from './queries.ts';
import { RescoredTable } from './rescored-table.tsx';
import { RescoringFigures, RescoringProgress } from './rescoring-figures.tsx';
import { correctionText, flipSentence, stateWord, versionsText } from './words.ts';

const shown = 6;

/** The rows to look at first, as the board of a recall shows them. */
function Worst({ row }: { row: RescoringRow }) {
  const query = useQuery({ ...worstQuery(row), enabled: row.state === 'done' && row.mayReadRows });
  const rows = query.data?.items.slice(0, shown) ?? [];
  if (rows.length === 0) return null;
  const isMiss = row.misses.fixed > 0;
  const all = isMiss ? row.misses.fixed : row.flipped;
  return (
    <>
      <div className="section-head pt-4">
        <h3>{isMiss ? 'Misses that the fix would not have made' : 'Decisions that flip'}</h3>
        <span className="right">
          <Link
            to="/rescorings/$rescoring"
            params={{ rescoring: row.id }}
            search={{ which: isMiss ? 'fixed' : 'flipped' }}
          >
            All {countText(all)}
          </Link>
        </span>
      </div>
      <RescoredTable rescoring={row} rows={rows} brief label="What to look at first" />
      <p className="table-foot">
        {rows.length} of {countText(all)} shown{row.output?.unit ? `, ${row.output.unit}` : ''}
      </p>
    </>
  );
}

function Latest({ row }: { row: RescoringRow }) {
  return (
    <>
      <RescoringProgress row={row} />
      {row.done > 0 && <RescoringFigures row={row} />}
      {row.problem && <p className="py-2">{row.problem}</p>}
      <p className="table-foot">
        {flipSentence(row)}
        {row.corrections.length > 0 && ` Put right: ${row.corrections.map(correctionText).join(', ')}.`}
      </p>
      <Worst row={row} />
    </>
  );
}

/** For the board of a recall: what its version answered, on the fixed one; or how to ask for it. */
export function RescoringSection({
  recallId,
  model,
  versions,
  fixed,
  first = false,
}: {
  recallId: string;
  /** For the form: what was recalled, and the version that stands in if one is known. */
  model: string;
  versions: readonly string[];
  fixed?: string | null;
  first?: boolean;
}) {
  const query = useQuery(rescoringsQuery({ recall: recallId, limit: 5 }));
  const start = { model, version: versions.join(','), ...(fixed && { fixed }), recall: recallId };
  const items = query.data?.items ?? [];
  return (
    <Section
      first={first}
      title="Re-scoring"
      count={items[0] && `${versionsText(items[0].versions)} on ${items[0].fixed}`}
      right={
        items.length > 0 && (
          <Link to="/rescorings/new" search={start}>
            Re-score again
          </Link>
        )
      }
    >
      <Await query={query} loading={<div className="min-h-[120px]" aria-busy="true" />}>
        {({ items: [latest, ...earlier] }) =>
          latest ? (
            <>
              <p className="soft pb-2">
                <Link to="/rescorings/$rescoring" params={{ rescoring: latest.id }}>
                  {stateWord[latest.state]}
                </Link>
                {isUnderWay(latest) ? ', asked for ' : ', '}
                <When at={latest.finishedAt ?? latest.askedAt} precision="minute" />
                {earlier.length > 0 && (
                  <>
                    ; before that{' '}
                    {earlier.map(({ id, askedAt }, index) => (
                      <span key={id}>
                        {index > 0 && ', '}
                        <Link to="/rescorings/$rescoring" params={{ rescoring: id }}>
                          <When at={askedAt} precision="minute" />
                        </Link>
                      </span>
                    ))}
                  </>
                )}
              </p>
              <Latest row={latest} />
            </>
          ) : (
            <Empty
              title="Nothing was re-scored yet."
              actions={
                <Link className={buttonClass()} to="/rescorings/new" search={start}>
                  Re-score {versionsText(versions)}
                </Link>
              }
            >
              Everything that {versionsText(versions)} answered is executed on the version that stands in for
              it: which decisions would have been others, and whom to tell.
            </Empty>
          )
        }
      </Await>
    </Section>
  );
}
