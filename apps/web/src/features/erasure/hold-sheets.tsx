import type { LegalHold, PlaceLegalHold } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea, TextField } from '../../controls/index.ts';
import { periodOfDays } from '../../marks/index.ts';
import { holdText } from './words.ts';

const titles = {
  subject: 'Place a legal hold on a subject',
  model: 'Place a legal hold on a model',
  period: 'Place a legal hold on a period',
} as const;

/** Nothing that the hold covers can be erased until it is lifted. */
export function PlaceSheet({ kind, onClose }: { kind: PlaceLegalHold['kind']; onClose: () => void }) {
  const [text, setText] = useState({ subject: '', model: '', from: '', to: '', reason: '' });
  const field = (name: keyof typeof text) => ({
    value: text[name],
    onChange: (event: { target: { value: string } }) => setText({ ...text, [name]: event.target.value }),
  });
  const place = useCommand((input: PlaceLegalHold) => api.erasure.placeHold.mutate(input), onClose);
  const reason = text.reason.trim();
  const input = (): PlaceLegalHold => {
    if (kind === 'subject') return { kind, subject: text.subject.trim(), reason };
    if (kind === 'model') return { kind, model: text.model.trim(), reason };
    const { from = '', to = '' } = periodOfDays(text);
    return { kind, from, to, reason };
  };
  const ready =
    reason !== '' && (kind === 'period' ? text.from !== '' && text.to !== '' : text[kind].trim() !== '');
  return (
    <CommandDialog
      title={titles[kind]}
      caption="What it covers cannot be erased until the hold is lifted."
      verb="Place the hold"
      busy={place.isPending}
      error={place.error}
      refused="Not placed"
      ready={ready}
      onSubmit={() => place.mutate(input())}
      onClose={onClose}
    >
      {kind === 'subject' && (
        <TextField label="Subject reference" {...field('subject')} maxLength={200} autoComplete="off" />
      )}
      {kind === 'model' && <TextField label="Model" {...field('model')} maxLength={64} autoComplete="off" />}
      {kind === 'period' && (
        <>
          <TextField label="Answered from" type="date" {...field('from')} />
          <TextField label="Until, with this day" type="date" {...field('to')} />
        </>
      )}
      <TextArea label="Reason, becomes part of the record" {...field('reason')} maxLength={2_000} />
    </CommandDialog>
  );
}

export function LiftSheet({ hold, onClose }: { hold: LegalHold; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const lift = useCommand(
    () => api.erasure.liftHold.mutate({ holdId: hold.id, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Lift the legal hold"
      caption={`On ${holdText(hold)}. Nothing is erased by it; what it covered may be.`}
      verb="Lift the hold"
      busy={lift.isPending}
      error={lift.error}
      refused="Not lifted"
      ready={reason.trim() !== ''}
      onSubmit={() => lift.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Reason, becomes part of the record"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={2_000}
      />
    </CommandDialog>
  );
}
