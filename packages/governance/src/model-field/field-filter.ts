import { type FieldFilter, isDay, type ModelField, Refusal } from '@countersign/contracts';
import { likePatterns } from '../search-words.ts';

/** Takes a value and gives the parameter that stands for it. */
type Bind = (value: unknown) => string;

const wrong = (field: ModelField, takes: string): Refusal =>
  new Refusal('FIELD_VALUE_WRONG', `A filter on ${field.label} ${takes}.`, {
    field: field.key,
    type: field.type,
  });

/** `a..b`, `a..`, `..b`, or one value that is both ends. */
function ends(is: string): { from: string; to: string } {
  const [from, to] = is.split('..');
  return { from: (from ?? '').trim(), to: (to ?? from ?? '').trim() };
}

/** SQL of the ends of a range; jsonpath compares only what is of one type, so nothing is ever cast. */
function withinEnds(is: string, read: (end: string) => string | number, bind: Bind): string {
  const { from, to } = ends(is);
  const compare = (end: string, operator: string) =>
    end === ''
      ? []
      : [
          `jsonb_path_exists(x.value, '$ ? (@ ${operator} $end)', jsonb_build_object('end', ${bind(JSON.stringify(read(end)))}::jsonb))`,
        ];
  return [...compare(from, '>='), ...compare(to, '<=')].join(' AND ') || 'true';
}

function condition(field: ModelField, is: string, bind: Bind): string {
  switch (field.type) {
    case 'text':
      return `x.value #>> '{}' ILIKE ALL (${bind(likePatterns(is))}::text[])`;
    case 'number':
      return withinEnds(
        is,
        (end) => {
          const figure = Number(end);
          if (!Number.isFinite(figure)) throw wrong(field, 'takes a number or a range, as in 10..20');
          return figure;
        },
        bind,
      );
    case 'date':
      return withinEnds(
        is,
        (end) => {
          if (!isDay(end)) throw wrong(field, 'takes a day or a range, as in 2027-01-01..2027-06-30');
          return end;
        },
        bind,
      );
    case 'yes-no':
      if (is !== 'yes' && is !== 'no') throw wrong(field, 'takes yes or no');
      return `x.value = ${bind(is === 'yes')}::text::jsonb`;
    case 'choice':
    case 'choices':
      if (!field.choices.some(({ key }) => key === is)) throw wrong(field, 'takes the key of a choice');
      return `x.value @> to_jsonb(${bind(is)}::text)`;
  }
}

/** SQL over the model `m`. Archived fields can be asked for too. @throws Refusal FIELD_UNKNOWN, FIELD_VALUE_WRONG */
export function fieldConditions(
  fields: readonly ModelField[],
  filters: readonly FieldFilter[],
  bind: Bind,
): string[] {
  return filters.map(({ key, is }) => {
    const field = fields.find((one) => one.key === key);
    if (!field) throw new Refusal('FIELD_UNKNOWN', `There is no field ${key}.`, { field: key });
    const recorded = `SELECT FROM model_field_value x WHERE x.model_id = m.id AND x.field_id = ${bind(field.id)}::uuid AND x.value IS NOT NULL`;
    return is === '-' ? `NOT EXISTS (${recorded})` : `EXISTS (${recorded} AND ${condition(field, is, bind)})`;
  });
}
