import { useState } from 'react';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';

/** Words that a list is searched for: asked when somebody presses Enter, nothing of them is no search. Keyed by `value` where the address can change. */
export function SearchForm({
  label,
  value,
  onSearch,
}: {
  label: string;
  value: string | undefined;
  onSearch: (text: string | undefined) => void;
}) {
  const [text, setText] = useState(value ?? '');
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim() || undefined);
      }}
    >
      <TextField label={label} type="search" value={text} onChange={(event) => setText(event.target.value)} />
      <Button submit>Filter</Button>
    </form>
  );
}
