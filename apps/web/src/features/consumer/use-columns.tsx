import type { UseRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Button, type Column } from '../../controls/index.ts';
import { Result, When } from '../../marks/index.ts';
import { cadenceText, kindWord, sourceWord, targetText } from './words.ts';

export const columnsOfUses = (onEnd: (use: string) => void): readonly Column<UseRow>[] => [
  {
    head: 'Model',
    cell: ({ model }) => (
      <Link to="/m/$model" params={{ model }}>
        {model}
      </Link>
    ),
    width: '20%',
  },
  { head: 'Versions', cell: targetText },
  { head: 'How', cell: ({ kind }) => kindWord[kind], width: 100 },
  { head: 'How often', cell: ({ cadenceMinutes }) => cadenceText(cadenceMinutes), width: 130 },
  {
    head: 'Declared',
    cell: ({ source, declaredAt }) => (
      <>
        <When at={declaredAt} /> <span className="muted">{sourceWord[source]}</span>
      </>
    ),
    width: '24%',
    spare: true,
  },
  {
    head: 'State',
    cell: ({ id, endedAt, mayEnd }) =>
      endedAt ? (
        <Result tone="none">ended</Result>
      ) : mayEnd ? (
        <Button small onClick={() => onEnd(id)}>
          End it
        </Button>
      ) : (
        <Result tone="ok">open</Result>
      ),
    width: 100,
    phone: true,
  },
];
