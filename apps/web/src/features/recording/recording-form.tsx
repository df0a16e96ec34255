import type { RecordingPage as Page, RecordingMode } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextArea, TextField } from '../../controls/index.ts';
import { recordingWord } from '../../marks/index.ts';
import { consequence } from './words.ts';
import './recording.css';

/** The choices with what follows from each; one that this reader may not take says why. */
export function RecordingForm({ page }: { page: Page }) {
  const name = useId();
  const { current } = page;
  const [chosen, setChosen] = useState<RecordingMode>(current.recording);
  const [percent, setPercent] = useState(String((current.share ?? 0.1) * 100));
  const [reason, setReason] = useState('');
  const share = Number(percent.replace(',', '.')) / 100;
  const hasShare = Number.isFinite(share) && share >= 0.001 && share <= 0.999;
  const set = useCommand(
    () =>
      api.recording.set.mutate({
        model: page.model.key,
        recording: chosen,
        ...(chosen === 'sampled' && { share }),
        reason: reason.trim(),
      }),
    () => setReason(''),
  );
  const isChange = chosen !== current.recording || (chosen === 'sampled' && share !== current.share);
  const isOpen = page.choices.some(({ recording, whyNot }) => recording === chosen && whyNot.length === 0);
  const ready = isChange && isOpen && reason.trim() !== '' && (chosen !== 'sampled' || hasShare);
  return (
    <Section title="Set what is kept from now on">
      <form
        className="form pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !set.isPending) set.mutate();
        }}
      >
        <fieldset className="kept-choices">
          <legend>What is kept of a prediction</legend>
          {page.choices.map(({ recording, whyNot }) => {
            const off = whyNot.length > 0 && recording !== current.recording;
            return (
              <label key={recording}>
                <input
                  type="radio"
                  name={name}
                  value={recording}
                  checked={chosen === recording}
                  disabled={off}
                  onChange={() => setChosen(recording)}
                />
                <span>
                  <b>{recordingWord[recording]}</b>
                  {recording === current.recording && <span className="muted"> as now</span>}
                  <br />
                  {consequence[recording]}
                  {off && (
                    <>
                      <br />
                      <span className="soft">{whyNot.map(({ message }) => message).join(' ')}</span>
                    </>
                  )}
                </span>
              </label>
            );
          })}
        </fieldset>
        {chosen === 'sampled' && (
          <TextField
            label="Share of runs kept in full, in percent"
            inputMode="decimal"
            size={8}
            value={percent}
            onChange={(event) => setPercent(event.target.value)}
            error={hasShare ? null : 'A share lies between 0.1 and 99.9 percent.'}
          />
        )}
        <TextArea
          label="Reason, becomes part of the record"
          maxLength={5_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {set.error && <ProblemNote title="Nothing was set" problem={problemOf(set.error)} />}
        <div>
          <Button kind="main" submit busy={set.isPending} off={!ready}>
            Set what is kept
          </Button>
        </div>
      </form>
    </Section>
  );
}
