import type { LookUpSubject } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, Empty, ProblemNote, Section, TextField } from '../../controls/index.ts';
import { boundedText, counted, EntryLink } from '../../marks/index.ts';
import { PredictionTable } from './prediction-table.tsx';
import { filterOf, type PredictionsSearch } from './search.ts';
import { ModelField, useTyped } from './search-form.tsx';

const names = ['model', 'from', 'to'] as const;
const pageSize = 50;

/**
 * Whom a prediction is about is looked for by a call that leaves an entry. The reference stays in this form: it is in no
 * address, no history and no storage of the browser.
 */
export function SubjectSection({ search }: { search: PredictionsSearch }) {
  const navigate = useNavigate();
  const { typed, field } = useTyped(search, names);
  const [subject, setSubject] = useState('');
  const [reason, setReason] = useState('');
  const lookUp = useCommand((asked: LookUpSubject) => api.prediction.lookUpSubject.mutate(asked));
  const ready = subject.trim() !== '' && reason.trim() !== '';
  const found = lookUp.data;
  return (
    <>
      <form
        className="tools pt-4"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready || lookUp.isPending) return;
          const place = {
            model: typed.model.trim() || undefined,
            from: typed.from || undefined,
            to: typed.to || undefined,
          };
          void navigate({ to: '/predictions', search: { by: 'subject', ...place }, replace: true });
          lookUp.mutate({
            subject: subject.trim(),
            reason: reason.trim(),
            limit: pageSize,
            ...filterOf({ model: typed.model.trim(), from: typed.from, to: typed.to }),
          });
        }}
      >
        <TextField
          label="Subject reference"
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
          size={24}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          label="Reason, becomes part of the record"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          size={40}
          maxLength={2_000}
          autoComplete="off"
        />
        <ModelField field={field('model')} />
        <TextField label="First day" type="date" {...field('from')} />
        <TextField label="Last day" type="date" {...field('to')} />
        <Button kind="main" submit busy={lookUp.isPending} off={!ready}>
          {lookUp.isPending ? 'Looking up' : 'Look up'}
        </Button>
      </form>
      <p className="cap">
        Every look-up is an entry of the ledger with your name and reason, also one that finds nothing. The
        reference itself is kept nowhere: predictions and the entry hold a keyed hash of it.
      </p>
      {lookUp.error && <ProblemNote title="Nothing was looked up" problem={problemOf(lookUp.error)} />}
      {found && (
        <Section
          title="Answers about this subject"
          count={found.total ? `${boundedText(found.total)} found, latest answered first` : 'a further page'}
          right={
            <>
              Recorded as entry <EntryLink number={found.receipt.number} id={found.receipt.entryIds[0]} />
            </>
          }
        >
          <PredictionTable
            rows={found.items}
            empty={
              <Empty title="No prediction that you may read is about this subject.">
                The look-up was recorded. Compare how the caller writes the reference, or leave out model and
                days.
              </Empty>
            }
          />
          <p className="table-foot">
            {found.items.length > 0 && (
              <span>
                {counted(found.items.length, 'prediction')}
                {found.next && ' on this page'}
              </span>
            )}
            {found.next && (
              <Button
                small
                busy={lookUp.isPending}
                onClick={() =>
                  lookUp.variables && lookUp.mutate({ ...lookUp.variables, after: found.next ?? '' })
                }
              >
                Next page, recorded as well
              </Button>
            )}
          </p>
        </Section>
      )}
    </>
  );
}
