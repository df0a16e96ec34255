import type { DefineModelField, FillInFields } from '@countersign/contracts';
import { defineModelField, fillInFields } from '@countersign/governance';
import type { Step } from './step.ts';

const choice = (key: string, label: string) => ({ key, label, archived: false });

/** What the administrator of the example wants to know of every model. */
const fields: readonly DefineModelField[] = [
  {
    key: 'business-line',
    label: 'Business line',
    type: 'choice',
    required: true,
    help: 'The unit whose results the model moves.',
    choices: [
      choice('operations', 'Operations'),
      choice('retail', 'Retail banking'),
      choice('risk', 'Group risk'),
    ],
  },
  {
    key: 'jurisdictions',
    label: 'Jurisdictions',
    type: 'choices',
    required: false,
    help: 'Where the people live whom its answers concern.',
    choices: [choice('de', 'Germany'), choice('eu', 'Other EU'), choice('us', 'United States')],
  },
  {
    key: 'next-validation',
    label: 'Next full validation',
    type: 'date',
    required: false,
    help: '',
    choices: [],
  },
  {
    key: 'outsourced',
    label: 'Outsourced',
    type: 'yes-no',
    required: false,
    help: 'Built or run by somebody outside.',
    choices: [],
  },
];

const filled: readonly FillInFields[] = [
  {
    model: 'ridership-demand',
    values: { 'business-line': 'operations', jurisdictions: ['us'], outsourced: false },
  },
  {
    model: 'credit-risk',
    values: { 'business-line': 'retail', jurisdictions: ['de'], 'next-validation': '2027-09-30' },
  },
];

export const fieldSteps: readonly Step[] = [
  ...fields.map(
    (field): Step => ({
      name: `define the field ${field.key}`,
      run: async (cast) => {
        await defineModelField(await cast.as('administrator'), field);
      },
    }),
  ),
  ...filled.map(
    (input): Step => ({
      name: `fill in the fields of ${input.model}`,
      run: async (cast) => {
        await fillInFields(await cast.as('owner'), input);
      },
    }),
  ),
];
