import { expect, it } from 'vitest';
import { findNounCycles } from '../src/noun-cycles.mjs';

const file = (source, ...targets) => ({ source, dependencies: targets.map((resolved) => ({ resolved })) });
const governance = 'packages/governance/src';

it('finds a circle that runs through three nouns and names the imports that make it', () => {
  const found = findNounCycles([
    file(`${governance}/recall/raise.ts`, `${governance}/version/read.ts`),
    file(`${governance}/version/register.ts`, `${governance}/request/open.ts`),
    file(`${governance}/request/close.ts`, `${governance}/recall/list.ts`),
  ]);
  expect(found).toEqual([
    {
      nouns: ['recall', 'version', 'request', 'recall'],
      steps: [
        `${governance}/recall/raise.ts → ${governance}/version/read.ts`,
        `${governance}/version/register.ts → ${governance}/request/open.ts`,
        `${governance}/request/close.ts → ${governance}/recall/list.ts`,
      ],
    },
  ]);
});

it('leaves alone what is no circle: a noun’s own files, files beside the nouns, tests', () => {
  const found = findNounCycles([
    file(`${governance}/recall/raise.ts`, `${governance}/version/read.ts`, `${governance}/recall/row.ts`),
    file(`${governance}/version/read.ts`, `${governance}/change.ts`),
    file(`${governance}/change.ts`, `${governance}/recall/raise.ts`),
    file(`${governance}/version/read.test.ts`, `${governance}/recall/raise.ts`),
  ]);
  expect(found).toEqual([]);
});
