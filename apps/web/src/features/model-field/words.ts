import type { ModelFieldType } from '@countersign/contracts';

export const typeWord: Readonly<Record<ModelFieldType, string>> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  'yes-no': 'Yes or no',
  choice: 'One of a list',
  choices: 'Several of a list',
};

export const isList = (type: ModelFieldType): boolean => type === 'choice' || type === 'choices';
