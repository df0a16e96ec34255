import type { Sitting, SittingItem } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, buttonClass, ProblemNote } from '../../controls/index.ts';
import { counted, Glyph, When } from '../../marks/index.ts';
import { sittingQuery } from './queries.ts';
import './sitting.css';

const stateWord: Record<SittingItem['state'], string> = {
  unread: 'not opened',
  opened: 'opened',
  signed: 'signed',
  gone: 'ended meanwhile',
};

const waits = ({ state }: SittingItem): boolean => state === 'unread' || state === 'opened';

function ItemLink({ sitting, item, word }: { sitting: string; item: SittingItem; word?: string }) {
  return (
    <Link
      to="/m/$model/v/$version/review"
      params={{ model: item.model, version: item.version }}
      search={{ request: item.requestId, sitting }}
      className={word ? buttonClass('main', true) : undefined}
    >
      {word ?? `${item.model} ${item.version}`}
    </Link>
  );
}

/** What is left can be gone through in another sitting, which begins with everything again. */
function Over({ sitting }: { sitting: Sitting }) {
  const navigate = useNavigate();
  const left = sitting.items.filter(waits);
  const begin = useCommand(
    () => api.sitting.begin.mutate({ requestIds: left.map(({ requestId }) => requestId) }),
    ({ sittingId }) =>
      void navigate({
        to: '/m/$model/v/$version/review',
        params: { model: left[0]!.model, version: left[0]!.version },
        search: { request: left[0]!.requestId, sitting: sittingId },
      }),
  );
  return (
    <>
      <p>
        <b>This sitting is over.</b>{' '}
        {left.length === 0
          ? 'Nothing of it waits any more.'
          : `${counted(left.length, 'request')} of it still ${left.length === 1 ? 'waits' : 'wait'}. What you sign here now takes everything again.`}
      </p>
      {begin.error && <ProblemNote title="It did not begin" problem={problemOf(begin.error)} />}
      {left.length > 1 ? (
        <Button small busy={begin.isPending} onClick={() => begin.mutate()}>
          Begin another sitting with the rest
        </Button>
      ) : (
        <Link to="/inbox">Back to your inbox</Link>
      )}
    </>
  );
}

function Running({ sitting, requestId }: { sitting: Sitting; requestId: string | undefined }) {
  const navigate = useNavigate();
  const end = useCommand(
    () => api.sitting.end.mutate({ sittingId: sitting.id }),
    () => void navigate({ to: '/inbox' }),
  );
  const at = sitting.items.findIndex((item) => item.requestId === requestId);
  const rest = [...sitting.items.slice(at + 1), ...sitting.items.slice(0, Math.max(at, 0))].filter(waits);
  const isDone = sitting.items.every((item) => !waits(item));
  const signed = sitting.items.filter(({ state }) => state === 'signed').length;
  return (
    <>
      <p>
        <b>
          {at + 1} of {sitting.items.length} in this sitting
        </b>
        , {signed} signed.{' '}
        {sitting.isFull
          ? 'Each further signature takes one factor of yours.'
          : 'The first signature takes everything that you sign in with.'}{' '}
        <span className="muted">
          It ends <When at={sitting.until} /> unless you open or sign one before, and when you sign out.
        </span>
      </p>
      <span className="flex flex-wrap gap-2">
        {rest[0] && <ItemLink sitting={sitting.id} item={rest[0]} word="Next" />}
        <Button small busy={end.isPending} onClick={() => end.mutate()}>
          {isDone ? 'Done' : 'End the sitting'}
        </Button>
      </span>
    </>
  );
}

/** Above the page of a request that is read in a sitting: where one stands, and what comes next. */
export function SittingBar({ sittingId, requestId }: { sittingId: string; requestId: string | undefined }) {
  const { data: sitting } = useQuery(sittingQuery(sittingId));
  if (!sitting) return null;
  return (
    <section className="sitting" aria-label="This sitting">
      {sitting.isOver ? <Over sitting={sitting} /> : <Running sitting={sitting} requestId={requestId} />}
      <ol>
        {sitting.items.map((item) => (
          <li key={item.requestId} aria-current={item.requestId === requestId ? 'step' : undefined}>
            <Glyph name={item.state === 'signed' ? 'tick' : 'slot'} />{' '}
            <ItemLink sitting={sitting.id} item={item} />{' '}
            <span className="muted">{stateWord[item.state]}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
