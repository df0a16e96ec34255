import { preset } from '@countersign/tooling/vitest';
import { BaseSequencer } from 'vitest/node';

/** It blocks what serves, which others ask. */
const last = 'recall';
const longFirst = ['faults', 'walk', 'pages', 'notebook', 'separation', 'expedited'];

/** Two workers end together where the long files begin first. */
class LongFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      if (moduleId.endsWith(`/${last}.test.ts`)) return longFirst.length + 1;
      const at = longFirst.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at < 0 ? longFirst.length : at;
    };
    return [...files].sort((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

// Each of two workers has a portal with the example data, and its journeys run on it one after the other: they sign, deploy and block there.
export default preset({
  test: {
    isolate: false,
    globalSetup: ['./test/start-portal.ts'],
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
