import { preset } from '@countersign/tooling/vitest';

// Each of two workers has a portal with the example data, and its journeys run on it one after the other: they sign, deploy and block there.
export default preset({
  first: ['faults', 'pages', 'walk', 'notebook', 'separation', 'expedited'],
  // It blocks what serves, which others ask.
  last: ['recall'],
  test: {
    isolate: false,
    globalSetup: ['./test/start-portal.ts'],
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
