import type { SensitivePage, SensitiveRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import {
  Await,
  Button,
  type Column,
  CommandButton,
  Empty,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { MarkSheet, UnmarkSheet } from './mark-sheet.tsx';
import { markText } from './words.ts';

type Sheet = { kind: 'mark'; row: SensitiveRow | null } | { kind: 'unmark'; row: SensitiveRow };

const versionsText = ({ versions }: SensitiveRow): string =>
  versions.length === 0 ? 'no version reads it' : versions.join(', ');

const columnsOf = (open: ((sheet: Sheet) => void) | null): readonly Column<SensitiveRow>[] => [
  { head: 'Field', cell: ({ field }) => <span className="mono">{field}</span>, width: '20%' },
  { head: 'Attribute', cell: ({ mark }) => markText(mark) },
  { head: 'Input of', cell: (row) => <span className="soft">{versionsText(row)}</span>, width: '24%' },
  {
    head: 'Marked',
    cell: ({ mark }) => (
      <span className="soft">
        {mark.by.name}, <When at={mark.at} precision="day" />
      </span>
    ),
    width: '20%',
  },
  ...(open
    ? [
        {
          head: 'Change',
          headHidden: true,
          cell: (row: SensitiveRow) => (
            <span className="flex justify-end gap-2">
              <Button small onClick={() => open({ kind: 'mark', row })}>
                Change<span className="sr"> the mark of {row.field}</span>
              </Button>
              <Button small onClick={() => open({ kind: 'unmark', row })}>
                End<span className="sr"> the mark of {row.field}</span>
              </Button>
            </span>
          ),
          width: 140,
          phone: true,
        },
      ]
    : []),
];

function Rows({ page, open }: { page: SensitivePage; open: (sheet: Sheet) => void }) {
  return (
    <Table
      label="Sensitive attributes"
      rows={page.items}
      keyOf={({ id }) => id}
      columns={columnsOf(page.mayMark.length === 0 ? open : null)}
      second={(row) => `${markText(row.mark)}; ${versionsText(row)}`}
      empty={
        <Empty title="No field is marked as sensitive.">
          Age, sex, nationality: the owner or a developer marks the inputs that are, and the columns of the
          data that others may stand for.
        </Empty>
      }
    />
  );
}

/** The sensitive fields of a model, for all of its versions. */
export function SensitiveSection({ model }: { model: string }) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const query = useQuery({
    queryKey: ['sensitive', 'list', model],
    queryFn: () => api.sensitive.list.query({ model }),
  });
  const close = () => setSheet(null);
  return (
    <div id="sensitive">
      <Section
        title="Sensitive attributes"
        right={
          query.data && (
            <CommandButton
              small
              reasons={query.data.mayMark}
              onPress={() => setSheet({ kind: 'mark', row: null })}
            >
              Mark a field
            </CommandButton>
          )
        }
      >
        <Await query={query} loading={<TableLoading columns={columnsOf(null)} rows={1} />}>
          {(page) => <Rows page={page} open={setSheet} />}
        </Await>
        {sheet?.kind === 'mark' && (
          <MarkSheet model={model} row={sheet.row} unmarked={query.data?.unmarked ?? []} onClose={close} />
        )}
        {sheet?.kind === 'unmark' && <UnmarkSheet model={model} row={sheet.row} onClose={close} />}
      </Section>
    </div>
  );
}
