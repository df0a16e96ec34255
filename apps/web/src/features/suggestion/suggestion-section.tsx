import type { SuggestionList, SuggestionRow, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Button,
  CommandButton,
  CommandDialog,
  ProblemNote,
  Section,
  TextArea,
} from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { Result, When } from '../../marks/index.ts';
import { suggestionsQuery } from './queries.ts';
import './suggestion.css';

const stateOf: Record<SuggestionRow['state'], { tone: 'ok' | 'no' | 'owed' | 'none'; word: string }> = {
  open: { tone: 'owed', word: 'Open' },
  outdated: { tone: 'none', word: 'Outdated' },
  applied: { tone: 'ok', word: 'Applied' },
  declined: { tone: 'no', word: 'Declined' },
};

function DeclineSheet({ row, onClose }: { row: SuggestionRow; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const decline = useCommand(
    () => api.suggestion.decline.mutate({ suggestionId: row.id, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Decline the suggestion"
      caption={`${row.what}, by ${row.by.name}`}
      verb="Decline the suggestion"
      refused="The suggestion was not declined"
      busy={decline.isPending}
      error={decline.error}
      ready={comment.trim() !== ''}
      onSubmit={() => decline.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why it stays as it is"
        required
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}

function Answer({ row }: { row: SuggestionRow }) {
  if (row.answeredBy === null || row.answeredAt === null) return null;
  return (
    <p className="cap">
      {row.state === 'applied' ? `Applied in revision ${row.appliedRevision}` : 'Declined'} by{' '}
      {row.answeredBy.name}, <When at={row.answeredAt} />
      {row.comment && `: ${row.comment}`}
    </p>
  );
}

function Item({ row, list }: { row: SuggestionRow; list: SuggestionList }) {
  const [declining, setDeclining] = useState(false);
  const apply = useCommand(() =>
    api.suggestion.amend.mutate({ suggestionIds: [row.id], expectedRevision: list.revision }),
  );
  return (
    <li className="suggestion">
      <div className="suggestion-head">
        <b>{row.what}</b>
        <span className="cap">
          {row.by.name} on revision {row.revision}, <When at={row.at} />
        </span>
        <Result tone={stateOf[row.state].tone}>{stateOf[row.state].word}</Result>
      </div>
      <LineDiff label={`${row.what}, suggested`} before={row.before} after={row.after} />
      <Answer row={row} />
      {(row.state === 'open' || row.state === 'outdated') && (
        <div className="steps">
          {row.state === 'open' && (
            <CommandButton
              kind="main"
              small
              reasons={list.reasons}
              busy={apply.isPending}
              onPress={() => apply.mutate()}
            >
              Apply as revision {list.revision + 1}
            </CommandButton>
          )}
          {list.reasons.length === 0 && (
            <Button small onClick={() => setDeclining(true)}>
              Decline
            </Button>
          )}
        </div>
      )}
      {row.state === 'outdated' && <p className="cap">What it would replace has changed since.</p>}
      {apply.error && <ProblemNote title="Not applied" problem={problemOf(apply.error)} />}
      {declining && <DeclineSheet row={row} onClose={() => setDeclining(false)} />}
    </li>
  );
}

/** What requests for changes suggested; nothing at all where nobody ever did. */
export function SuggestionSection({ address }: { address: VersionAddress }) {
  const { data: list } = useQuery(suggestionsQuery(address));
  if (!list || list.items.length === 0) return null;
  const open = list.items.filter(({ state }) => state === 'open');
  return (
    <Section
      title="Suggestions"
      count={open.length > 0 ? `${open.length} open` : undefined}
      right={open.length > 1 && list.reasons.length === 0 && <ApplyAll open={open} list={list} />}
    >
      <ul className="border-t border-ink">
        {list.items.map((row) => (
          <Item key={row.id} row={row} list={list} />
        ))}
      </ul>
    </Section>
  );
}

function ApplyAll({ open, list }: { open: readonly SuggestionRow[]; list: SuggestionList }) {
  const apply = useCommand(() =>
    api.suggestion.amend.mutate({
      suggestionIds: open.map(({ id }) => id),
      expectedRevision: list.revision,
    }),
  );
  return (
    <>
      <Button small busy={apply.isPending} onClick={() => apply.mutate()}>
        Apply all {open.length} as revision {list.revision + 1}
      </Button>
      {apply.error && <ProblemNote title="Not applied" problem={problemOf(apply.error)} />}
    </>
  );
}
