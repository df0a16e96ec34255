import { type FieldFilter, limits } from '@countersign/contracts';
import { textIn } from '../../app/search-text.ts';

/** `field.jurisdiction=de`: conditions on fields, one for each. */
export type FieldParameter = `field.${string}`;
export interface ModelsSearch {
  search?: string;
  after?: string;
  [field: FieldParameter]: string | undefined;
}

const isFieldParameter = (name: string): name is FieldParameter =>
  /^field\.[a-z0-9][a-z0-9-]{0,39}$/.test(name);

/** A page of a model's versions. */
export interface ModelSearch {
  after?: string;
}
export const modelSearch = (found: Record<string, unknown>): ModelSearch => ({ after: textIn(found.after) });

export const modelsSearch = (found: Record<string, unknown>): ModelsSearch => ({
  ...Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) =>
      isFieldParameter(name) && textIn(value) ? [[name, textIn(value)]] : [],
    ),
  ),
  search: textIn(found.search),
  after: textIn(found.after),
});

/** The conditions of an address, as the list takes them; what is longer than any value is cut. */
export const fieldFilters = (search: ModelsSearch): FieldFilter[] =>
  Object.entries(search)
    .flatMap(([name, is]) =>
      isFieldParameter(name) && is ? [{ key: name.slice('field.'.length), is: is.slice(0, 200) }] : [],
    )
    .slice(0, limits.fieldFilters);
