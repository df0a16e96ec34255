import type { RecallBoard, SchemaField } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select } from '../../controls/index.ts';
import { severityWord } from '../../marks/index.ts';
import { draftOf, toldIn } from './draft.ts';
import { severities } from './mark-sheet.tsx';
import { blastRadiusQuery } from './queries.ts';
import { RecallFields } from './recall-fields.tsx';

/** The rest of a recall, told after the stop; what is named here replaces what was told before. */
export function CompleteSheet({
  board,
  inputs,
  onClose,
}: {
  board: RecallBoard;
  inputs: readonly SchemaField[];
  onClose: () => void;
}) {
  const { row } = board;
  const address = { model: row.model.key, version: row.label };
  const before = draftOf(board);
  const [draft, setDraft] = useState(before);
  const [severity, setSeverity] = useState(row.severity);
  const radius = useQuery(blastRadiusQuery(address));
  const told = toldIn(draft, inputs, before);
  const tellsSomething = told !== null && (severity !== row.severity || Object.keys(told).length > 0);
  const complete = useCommand(
    () =>
      api.recall.complete.mutate({
        recallId: row.id,
        ...(severity !== row.severity && { severity }),
        ...told,
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`The rest of the recall of ${row.model.key} ${row.label}`}
      caption="Every consumer of the recall reads it as it is told last."
      verb="Tell consumers"
      refused="Nothing was told"
      busy={complete.isPending}
      error={complete.error}
      ready={tellsSomething}
      onSubmit={() => complete.mutate()}
      onClose={onClose}
    >
      <RecallFields
        address={address}
        inputs={inputs}
        before={radius.data?.before}
        draft={draft}
        widened={board.scope === 'this-and-before'}
        onChange={setDraft}
      />
      <Select
        label="Severity"
        value={severity}
        onChange={({ target }) => setSeverity(severities.find((one) => one === target.value) ?? severity)}
        choices={severities.map((found) => ({ value: found, label: severityWord[found] }))}
      />
    </CommandDialog>
  );
}
