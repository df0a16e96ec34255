import {
  DatasetReference,
  type MetricClaim,
  Refusal,
  type SuggestionInput,
  type suggestedDatasetFields,
} from '@countersign/contracts';

/** What a suggestion can replace in one revision. */
export interface Suggestible {
  readonly release_notes: string;
  readonly description: string;
  readonly dossier: {
    readonly metrics: readonly MetricClaim[];
    readonly datasets: readonly DatasetReference[];
  };
}

/** Columns of `revision r` that make a `Suggestible`. */
export const suggestibleColumns = 'r.release_notes, r.description, r.dossier';

/** Which part of a revision a suggestion is about; a metric and a dataset reference are known by their names. */
export type SuggestedPart =
  | { readonly part: 'release-notes' | 'description'; readonly about: Readonly<Record<string, never>> }
  | { readonly part: 'metric'; readonly about: { readonly name: string; readonly split: string } }
  | {
      readonly part: 'dataset';
      readonly about: { readonly name: string; readonly field: (typeof suggestedDatasetFields)[number] };
    };

export const partOf = (input: SuggestionInput): SuggestedPart => {
  switch (input.part) {
    case 'metric':
      return { part: 'metric', about: { name: input.name, split: input.split } };
    case 'dataset':
      return { part: 'dataset', about: { name: input.name, field: input.field } };
    default:
      return { part: input.part, about: {} };
  }
};

export const isSamePart = (one: SuggestedPart, other: SuggestedPart): boolean => keyOf(one) === keyOf(other);
const keyOf = ({ part, about }: SuggestedPart): string =>
  JSON.stringify([part, ...Object.entries(about).sort()]);

/** What a part is called. */
export const nameOfPart = ({ part, about }: SuggestedPart): string => {
  switch (part) {
    case 'release-notes':
      return 'Release notes';
    case 'description':
      return 'Description';
    case 'metric':
      return `${about.name} on ${about.split}`;
    case 'dataset':
      return `${about.field} of dataset reference ${about.name}`;
  }
};

/** What stands there now, as a text; null where the metric or the reference is not there, or not alone of its name. */
export function currentText(current: Suggestible, one: SuggestedPart): string | null {
  switch (one.part) {
    case 'release-notes':
      return current.release_notes;
    case 'description':
      return current.description;
    case 'metric': {
      const found = current.dossier.metrics.filter(
        ({ name, split }) => name === one.about.name && split === one.about.split,
      );
      return found.length === 1 ? String(found[0]!.value) : null;
    }
    case 'dataset': {
      const found = current.dossier.datasets.filter(({ name }) => name === one.about.name);
      return found.length === 1 ? String(found[0]![one.about.field] ?? '') : null;
    }
  }
}

export const suggestedText = (input: SuggestionInput): string =>
  'text' in input ? input.text : String(input.value);

/** @throws Refusal BAD_INPUT where it replaces nothing that is there, or changes nothing */
export function requireChange(current: Suggestible, input: SuggestionInput): string {
  const one = partOf(input);
  const before = currentText(current, one);
  if (before === null)
    throw new Refusal('BAD_INPUT', `${nameOfPart(one)}: there is nothing to replace.`, {
      field: 'suggestions',
    });
  if (before === suggestedText(input))
    throw new Refusal('BAD_INPUT', `${nameOfPart(one)}: the suggestion changes nothing.`, {
      field: 'suggestions',
    });
  if (one.part === 'dataset') {
    const found = current.dossier.datasets.find(({ name }) => name === one.about.name)!;
    if (!DatasetReference.safeParse(withField(found, one.about.field, suggestedText(input))).success)
      throw new Refusal('BAD_INPUT', `${nameOfPart(one)}: that is none.`, { field: 'suggestions' });
  }
  return before;
}

/** A dataset reference with one field replaced; an empty text takes the field away. */
export const withField = (
  reference: DatasetReference,
  field: (typeof suggestedDatasetFields)[number],
  text: string,
): DatasetReference => {
  const { [field]: _, ...rest } = reference;
  if (text === '') return rest;
  return { ...rest, [field]: field === 'rows' ? Number(text) : text };
};
