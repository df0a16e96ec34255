import { preset } from '@countersign/tooling/vitest';

// One portal with the example data serves all journeys, one after the other: they sign, deploy and block on it.
export default preset({
  test: {
    globalSetup: ['./test/start-portal.ts'],
    include: ['test/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
