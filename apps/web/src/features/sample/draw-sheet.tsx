import type { DrawSample, SampleRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, RadioSegments, TextArea, TextField } from '../../controls/index.ts';
import { sizeText } from './words.ts';

const ways = [
  { value: 'seed', label: 'By a seed' },
  { value: 'list', label: 'The examiner’s list' },
] as const;
type Way = (typeof ways)[number]['value'];

const itemHint: Readonly<Record<SampleRow['kind'], string>> = {
  predictions: 'A line each: our ids or the callers’ own. At most 100.',
  versions: 'A line each: our ids, or model and version with a space between. At most 100.',
  'sign-offs': 'A line each: our ids. At most 100.',
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A population is drawn from once, so that nobody draws until it suits. */
export function DrawSheet({ row, onClose }: { row: SampleRow; onClose: () => void }) {
  const [way, setWay] = useState<Way>('seed');
  const [seed, setSeed] = useState('');
  const [count, setCount] = useState(String(Math.min(25, row.population.size)));
  const [list, setList] = useState('');
  const draw = useCommand((input: DrawSample) => api.sample.draw.mutate(input), onClose);
  const number = Number(count);
  const items = linesOf(list);
  const isReady =
    way === 'seed'
      ? seed.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= 100
      : items.length > 0 && items.length <= 100;
  return (
    <CommandDialog
      title={`Draw from ${row.serial}`}
      caption={`${sizeText(row)}, frozen. It is drawn from once; another draw takes another population.`}
      verb="Draw and pack"
      busy={draw.isPending}
      error={draw.error}
      refused="Nothing is drawn"
      ready={isReady}
      onSubmit={() =>
        draw.mutate(way === 'seed' ? { id: row.id, seed, count: number } : { id: row.id, items })
      }
      onClose={onClose}
    >
      <RadioSegments label="Which items" options={ways} value={way} onChange={setWay} />
      {way === 'seed' ? (
        <>
          <TextField
            label="Seed"
            hint="Any text, best the examiner’s. Whoever has it and the population computes the draw again."
            autoComplete="off"
            maxLength={200}
            value={seed}
            onChange={({ target }) => setSeed(target.value)}
          />
          <TextField
            label="How many"
            type="number"
            min={1}
            max={100}
            value={count}
            onChange={({ target }) => setCount(target.value)}
          />
        </>
      ) : (
        <TextArea
          label="Items"
          hint={itemHint[row.kind]}
          className="min-h-40"
          value={list}
          onChange={({ target }) => setList(target.value)}
        />
      )}
    </CommandDialog>
  );
}
