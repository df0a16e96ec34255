import { Button, Select, TextArea, TextField } from '../../controls/index.ts';
import type { Suggestible } from './suggestible.ts';

type Drafts = Readonly<Record<string, string>>;

function Field({
  one,
  text,
  onChange,
}: {
  one: Suggestible;
  text: string;
  onChange: (text: string) => void;
}) {
  const label = `${one.what}, as you suggest it`;
  if (one.long) {
    return (
      <TextArea
        label={label}
        className="suggestion-text"
        maxLength={200_000}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return (
    <TextField
      label={label}
      hint={`now ${one.current === '' ? 'empty' : one.current}`}
      error={one.input(text) === null ? 'A number stands here.' : null}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** What a request for changes proposes instead: the author applies it with one action. */
export function SuggestionFields({
  list,
  drafts,
  onChange,
}: {
  list: readonly Suggestible[];
  drafts: Drafts;
  onChange: (drafts: Drafts) => void;
}) {
  const chosen = list.filter(({ key }) => drafts[key] !== undefined);
  const left = list.filter(({ key }) => drafts[key] === undefined);
  return (
    <>
      {chosen.map((one) => (
        <div key={one.key} className="suggestion-draft">
          <Field
            one={one}
            text={drafts[one.key] ?? ''}
            onChange={(text) => onChange({ ...drafts, [one.key]: text })}
          />
          <Button
            small
            onClick={() => {
              const { [one.key]: _, ...rest } = drafts;
              onChange(rest);
            }}
          >
            Leave {one.what} as it is
          </Button>
        </div>
      ))}
      {left.length > 0 && (
        <Select
          label={chosen.length === 0 ? 'Suggest a change to' : 'Suggest another change to'}
          value=""
          onChange={(event) => {
            const one = list.find(({ key }) => key === event.target.value);
            if (one) onChange({ ...drafts, [one.key]: one.current });
          }}
          choices={[
            { value: '', label: 'nothing; the comment says it' },
            ...left.map(({ key, what }) => ({ value: key, label: what })),
          ]}
        />
      )}
    </>
  );
}
