import type { ModelFieldRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import {
  Await,
  Button,
  type Column,
  Empty,
  PageTitle,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { countText } from '../../marks/index.ts';
import { FieldSheet } from './field-sheet.tsx';
import { fieldsQuery } from './queries.ts';
import { typeWord } from './words.ts';

const route = getRouteApi('/frame/admin/fields');

const choicesText = ({ choices }: ModelFieldRow): string =>
  choices.map(({ label, archived }) => (archived ? `${label} (archived)` : label)).join(', ');

const columnsOf = (change: ((key: string) => void) | null): readonly Column<ModelFieldRow>[] => [
  {
    head: 'Field',
    cell: ({ label, key, help }) => (
      <>
        <b>{label}</b> <span className="mono muted">{key}</span>
        {help && <span className="cap block whitespace-normal">{help}</span>}
      </>
    ),
    width: '34%',
  },
  { head: 'Type', cell: ({ type }) => typeWord[type], width: 132 },
  {
    head: 'Choices',
    cell: (field) => <span className="soft whitespace-normal">{choicesText(field)}</span>,
  },
  {
    head: 'Required',
    cell: ({ required }) => (required ? 'required' : <span className="muted">no</span>),
    width: 92,
  },
  {
    head: 'Models',
    cell: ({ models }) => countText(models),
    numeric: true,
    width: 76,
  },
  ...(change
    ? [
        {
          head: 'Change',
          headHidden: true,
          cell: ({ key, label }: ModelFieldRow) => (
            <span className="flex justify-end">
              <Button small onClick={() => change(key)}>
                Change<span className="sr"> {label}</span>
              </Button>
            </span>
          ),
          width: 92,
          phone: true,
        },
      ]
    : []),
];

export function FieldsPage() {
  const { sheet } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(fieldsQuery);
  const open = (next: string | undefined) => void navigate({ to: '/admin/fields', search: { sheet: next } });
  const mayDefine = query.data?.mayDefine === true;
  const columns = columnsOf(mayDefine ? open : null);
  const changed = query.data?.fields.find(({ key }) => key === sheet) ?? null;
  return (
    <div className="page">
      <title>Fields · Countersign</title>
      <PageTitle
        first
        title="Fields"
        beside="what every model says about itself; archived, never deleted"
        acts={mayDefine && <Button onClick={() => open('define')}>Define a field</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Section first title="Fields of models">
        <Await query={query} loading={<TableLoading columns={columns} rows={4} />}>
          {({ fields }) => (
            <Table
              label="Fields"
              top
              rows={fields}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ type, required }) => `${typeWord[type]}${required ? ', required' : ''}`}
              group={
                fields.some(({ archivedAt }) => archivedAt !== null)
                  ? ({ archivedAt }) => (archivedAt === null ? 'In use' : 'Archived')
                  : undefined
              }
              empty={
                <Empty title="No field is defined.">
                  Business line, jurisdiction, outsourced or not: what you want to know of every model, and
                  find models by. An administrator defines it, owners fill it in.
                </Empty>
              }
            />
          )}
        </Await>
      </Section>
      {mayDefine && (sheet === 'define' || changed) && (
        <FieldSheet key={changed?.revision} field={changed} onClose={() => open(undefined)} />
      )}
    </div>
  );
}
