import { type SuggestionInput, suggestedDatasetFields, type VersionPage } from '@countersign/contracts';

/** Something that a request for changes can propose to replace, with what stands there now. */
export interface Suggestible {
  readonly key: string;
  readonly what: string;
  readonly current: string;
  readonly long: boolean;
  /** Null where the text is none of its kind. */
  input(text: string): SuggestionInput | null;
}

const fieldWord = { uri: 'address', digest: 'digest', query: 'query', rows: 'row count' } as const;

/** Prose first, then claimed metrics, then dataset references. What is not alone of its name cannot be named. */
export function suggestibles(
  page: Pick<VersionPage, 'description' | 'metrics' | 'datasets'>,
  releaseNotes: string,
): Suggestible[] {
  const isAlone = <Item>(items: readonly Item[], same: (item: Item) => boolean) =>
    items.filter(same).length === 1;
  return [
    {
      key: 'release-notes',
      what: 'Release notes',
      current: releaseNotes,
      long: true,
      input: (text) => ({ part: 'release-notes', text }),
    },
    {
      key: 'description',
      what: 'Description',
      current: page.description,
      long: true,
      input: (text) => ({ part: 'description', text: text.trim() }),
    },
    ...page.metrics
      .filter(({ name, split }) =>
        isAlone(page.metrics, (other) => other.name === name && other.split === split),
      )
      .map(
        ({ name, split, value }): Suggestible => ({
          key: `metric/${name}/${split}`,
          what: `Claimed ${name} on ${split}`,
          current: String(value),
          long: false,
          input: (text) =>
            text.trim() === '' || !Number.isFinite(Number(text))
              ? null
              : { part: 'metric', name, split, value: Number(text) },
        }),
      ),
    ...page.datasets
      .filter(({ name }) => isAlone(page.datasets, (other) => other.name === name))
      .flatMap((dataset) =>
        suggestedDatasetFields.map(
          (field): Suggestible => ({
            key: `dataset/${dataset.name}/${field}`,
            what: `Dataset ${dataset.name}, ${fieldWord[field]}`,
            current: String(dataset[field] ?? ''),
            long: field === 'query',
            input: (text) => ({ part: 'dataset', name: dataset.name, field, value: text.trim() }),
          }),
        ),
      ),
  ];
}

/** Drafts by key as what is sent: those that change something and are of their kind. */
export const suggestionsOf = (
  list: readonly Suggestible[],
  drafts: Readonly<Record<string, string>>,
): SuggestionInput[] =>
  list.flatMap(({ key, current, input }) => {
    const text = drafts[key];
    if (text === undefined || text === current) return [];
    const made = input(text);
    return made ? [made] : [];
  });
