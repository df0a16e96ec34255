import { type InboxItem, limits } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { isForSitting, type Selection } from './inbox-table.tsx';

/** What is chosen for one sitting; none where fewer than two could be. */
export function useSelection(items: readonly InboxItem[]): Selection | undefined {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const able = items.filter(isForSitting).length;
  return useMemo(
    () =>
      able < 2
        ? undefined
        : {
            chosen,
            turn: (requestId) =>
              setChosen((before) => {
                const next = new Set(before);
                if (!next.delete(requestId)) next.add(requestId);
                return next;
              }),
          },
    [able, chosen],
  );
}

/** Goes through the chosen requests one after the other. */
export function SittingStart({ items, selection }: { items: readonly InboxItem[]; selection: Selection }) {
  const navigate = useNavigate();
  const chosen = items.filter((item) => isForSitting(item) && selection.chosen.has(item.requestId));
  const [first] = chosen;
  const begin = useCommand(
    () => api.sitting.begin.mutate({ requestIds: chosen.map(({ requestId }) => requestId) }),
    ({ sittingId }) =>
      first &&
      void navigate({
        to: '/m/$model/v/$version/review',
        params: { model: first.model.key, version: first.version.label },
        search: { request: first.requestId, sitting: sittingId },
      }),
  );
  const why =
    chosen.length < 2
      ? 'Select two or more requests of the low tier to read and sign them in one sitting.'
      : chosen.length > limits.sittingItems
        ? `One sitting holds ${limits.sittingItems} requests.`
        : 'You read each of them; the first signature takes everything that you sign in with, each further one a single factor.';
  return (
    <div className="flex flex-wrap items-center gap-3 pt-3">
      <Button
        busy={begin.isPending}
        off={chosen.length < 2 || chosen.length > limits.sittingItems}
        onClick={() => begin.mutate()}
      >
        {chosen.length < 2
          ? 'Sign several in one sitting'
          : `Go through ${counted(chosen.length, 'request')} in one sitting`}
      </Button>
      <span className="cap whitespace-normal">{why}</span>
      {begin.error && <ProblemNote title="The sitting did not begin" problem={problemOf(begin.error)} />}
    </div>
  );
}
