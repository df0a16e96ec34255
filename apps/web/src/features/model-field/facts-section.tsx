import { fieldText, type ModelFacts, type ModelFieldFact } from '@countersign/contracts';
import { useState } from 'react';
import { CommandButton, Definitions, Section } from '../../controls/index.ts';
import { dayText, Result, When } from '../../marks/index.ts';
import { FillInSheet } from './fill-in-sheet.tsx';
import './model-field.css';

function Fact({ field, value, by, at }: ModelFieldFact) {
  if (value === null)
    return field.required ? (
      <Result tone="owed">not filled in, required</Result>
    ) : (
      <span className="muted">not filled in</span>
    );
  const text = fieldText(field, value);
  return (
    <>
      {field.type === 'date' && typeof value === 'string' ? dayText(value, 'UTC') : text}
      {by && at && (
        <span className="cap block">
          {by.name}, <When at={at} precision="day" />
        </span>
      )}
    </>
  );
}

const nameOf = ({ field: { key, label, archivedAt } }: ModelFieldFact): string =>
  archivedAt === null ? label : `${label} (archived, ${key})`;

/** What administrators ask of every model, and what this one says. Nothing at all where nothing is asked. */
export function FactsSection({ model, facts }: { model: string; facts: ModelFacts }) {
  const [filling, setFilling] = useState(false);
  const { fields, missing, mayFillIn } = facts;
  if (fields.length === 0) return null;
  return (
    <Section
      title="Fields"
      count={missing.length > 0 ? `${missing.length} required and not filled in` : undefined}
      right={
        <CommandButton small reasons={mayFillIn} onPress={() => setFilling(true)}>
          Fill in
        </CommandButton>
      }
    >
      <div className="facts-list">
        <Definitions
          items={fields.map((fact) => [nameOf(fact), <Fact key={fact.field.id} {...fact} />] as const)}
        />
      </div>
      {filling && <FillInSheet model={model} fields={fields} onClose={() => setFilling(false)} />}
    </Section>
  );
}
