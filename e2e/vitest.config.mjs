import { preset } from '@countersign/tooling/vitest';

// Each of two workers has a portal with the example data, and its journeys run on it one after the other: they sign, deploy and block there.
export default preset({
  // The recall waits for a minute of traffic, in which the faults need all that the machine has.
  first: ['recall', 'faults', 'pages', 'walk', 'notebook', 'separation', 'expedited'],
  test: {
    isolate: false,
    globalSetup: ['./test/start-portal.ts'],
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
