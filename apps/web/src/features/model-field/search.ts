import { textIn } from '../../app/search-text.ts';

export interface FieldsSearch {
  /** `define`, or the key of the field that is changed. */
  sheet?: string;
}
export const fieldsSearch = (found: Record<string, unknown>): FieldsSearch => ({
  sheet: textIn(found.sheet),
});
