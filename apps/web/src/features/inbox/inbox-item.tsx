import type { InboxItem } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '../../controls/index.ts';
import { gateWord } from '../../marks/index.ts';

/** One row: the same request may stand there twice, for different reasons. */
export const rowOf = ({ kind, requestId }: InboxItem): string => `${kind}/${requestId}`;

/** What is asked: the head of the row and the word of its button. */
export function askedOf({ kind, gate, incident }: InboxItem): { asked: string; verb: string } {
  switch (kind) {
    case 'sign': {
      if (incident !== null) return { asked: 'Expedited go-live', verb: 'Read and sign' };
      const word = gate ? gateWord[gate] : 'Sign';
      return { asked: word, verb: gate === 'review' ? 'Review' : 'Read and sign' };
    }
    case 're-endorse':
      return { asked: 'Re-endorse', verb: 'See diff' };
    case 'changes-requested':
      return { asked: 'Answer changes', verb: 'Read' };
    case 'finding':
      return { asked: 'Deal with a finding', verb: 'Read' };
    case 'mention':
      return { asked: 'Answer a mention', verb: 'Read' };
    case 'lift':
      return { asked: 'Lift a mark', verb: 'Read' };
  }
}

function searchOf({ kind, threadId }: InboxItem) {
  switch (kind) {
    case 'lift':
      return { sheet: 'lift' } as const;
    case 'finding':
      return { tab: 'findings' } as const;
    case 'mention':
      return { tab: 'discussion', thread: threadId ?? undefined } as const;
    default:
      return { tab: 'sign-offs' } as const;
  }
}

function ItemLink({
  item,
  className,
  children,
}: {
  item: InboxItem;
  className?: string;
  children: ReactNode;
}) {
  const params = { model: item.model.key, version: item.version.label };
  if (item.kind === 'sign' || item.kind === 're-endorse') {
    return (
      <Link
        className={className}
        to="/m/$model/v/$version/review"
        params={params}
        search={{ request: item.requestId }}
      >
        {children}
      </Link>
    );
  }
  return (
    <Link className={className} to="/m/$model/v/$version" params={params} search={searchOf(item)}>
      {children}
    </Link>
  );
}

export function InboxItemLink({ item }: { item: InboxItem }) {
  return (
    <ItemLink item={item}>
      {item.model.key} {item.version.label}
    </ItemLink>
  );
}

export function InboxItemName({ item }: { item: InboxItem }) {
  return (
    <ItemLink item={item} className="quiet">
      {item.model.key} <b>{item.version.label}</b>{' '}
      <span className="muted">revision {item.version.revision}</span>
    </ItemLink>
  );
}

export function InboxItemButton({ item, main }: { item: InboxItem; main: boolean }) {
  const { verb } = askedOf(item);
  return (
    <span className="flex justify-end" data-row={rowOf(item)}>
      <ItemLink item={item} className={buttonClass(main ? 'main' : 'plain', true)}>
        {verb}
        <span className="sr">
          {' '}
          {item.model.key} {item.version.label}
        </span>
      </ItemLink>
    </span>
  );
}
