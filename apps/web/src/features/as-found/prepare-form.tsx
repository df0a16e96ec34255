import type { InventoryChecked } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextArea } from '../../controls/index.ts';
import { counted, Result, tierWord, When } from '../../marks/index.ts';
import { ProblemTable } from './problem-table.tsx';
import { readInventoryFile } from './read-inventory-file.ts';
import { TemplateButton } from './template-link.tsx';

interface Looked {
  name: string;
  csv: string;
  checked: InventoryChecked;
}

async function look(file: File): Promise<Looked> {
  const csv = await readInventoryFile(file);
  return { name: file.name, csv, checked: await api.asFound.check.mutate({ csv }) };
}

function Outcome({ looked }: { looked: Looked }) {
  const { checked, name } = looked;
  if (checked.problems.length > 0)
    return (
      <>
        <p role="status" className="pt-3">
          <Result tone="no">
            {name} has {counted(checked.problems.length, 'problem')}; nothing was kept
          </Result>
        </p>
        <ProblemTable problems={checked.problems} />
      </>
    );
  return (
    <div role="status" className="pt-3">
      <Result tone="ok">
        {counted(checked.rows, 'model')} would enter as found; nothing was written yet
      </Result>
      <ul className="pt-2">
        {checked.tiers.map(({ tier, count, reviewBy }) => (
          <li key={tier}>
            {counted(count, 'model')} of tier {tierWord[tier].toLowerCase()}, to be reviewed by{' '}
            <When at={reviewBy} precision="day" />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A dry run for every file that is chosen; what has no problem can be kept for two people to sign. */
export function PrepareForm() {
  const navigate = useNavigate();
  const id = useId();
  const [comment, setComment] = useState('');
  const looking = useCommand(look);
  const prepare = useCommand(
    (looked: Looked) => api.asFound.prepare.mutate({ csv: looked.csv, comment: comment.trim() }),
    ({ batchId }) => void navigate({ to: '/import', search: { batch: batchId } }),
  );
  const looked = looking.data;
  const isClean = looked !== undefined && looked.checked.problems.length === 0;
  return (
    <Section title="Prepare an inventory">
      <div className="form pt-4">
        <div className="field">
          <label htmlFor={id}>Inventory, a CSV file</label>
          <input
            id={id}
            className="input"
            type="file"
            accept=".csv,text/csv"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) looking.mutate(file);
              // The same file may be chosen again after it was mended.
              target.value = '';
            }}
          />
        </div>
        <div>
          <TemplateButton />
        </div>
      </div>
      {looking.error && (
        <ProblemNote title="The file could not be looked at" problem={problemOf(looking.error)} />
      )}
      {looked && <Outcome looked={looked} />}
      {isClean && (
        <form
          className="form pt-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (comment.trim() !== '' && !prepare.isPending) prepare.mutate(looked);
          }}
        >
          <TextArea
            label="Where the inventory comes from, becomes part of the record"
            maxLength={5_000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          {prepare.error && <ProblemNote title="Nothing was kept" problem={problemOf(prepare.error)} />}
          <div>
            <Button kind="main" submit busy={prepare.isPending} off={comment.trim() === ''}>
              Keep it for two people to sign
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}
