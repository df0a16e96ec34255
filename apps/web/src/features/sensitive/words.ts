import type { SchemaField, SensitiveAttribute, SensitiveMark } from '@countersign/contracts';

export const attributeWord: Readonly<Record<SensitiveAttribute, string>> = {
  age: 'Age',
  sex: 'Sex',
  'gender-identity': 'Gender identity',
  nationality: 'Nationality',
  'ethnic-origin': 'Ethnic origin',
  language: 'Language',
  religion: 'Religion or belief',
  'political-opinion': 'Political opinion',
  'trade-union': 'Trade-union membership',
  health: 'Health',
  disability: 'Disability',
  'sexual-orientation': 'Sexual orientation',
  'genetic-or-biometric': 'Genetic or biometric data',
  'family-status': 'Family status',
  'place-of-residence': 'Place of residence',
  other: 'Another attribute',
};

/** The kind, and what the mark adds to it. */
export const markText = ({ attribute, words }: Pick<SensitiveMark, 'attribute' | 'words'>): string =>
  words === null
    ? attributeWord[attribute]
    : attribute === 'other'
      ? words
      : `${attributeWord[attribute]}: ${words}`;

export const sensitiveText = ({ mark }: Pick<SchemaField, 'mark'>): string =>
  mark ? `sensitive, ${markText(mark).toLowerCase()}` : 'sensitive, by its schema';
