import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { beginWith } from './src/test-order.mjs';
import { reportName } from './src/test-reports.mjs';

/** `npm test` has just built everything: what other packages export is taken as it was built, not made again for each. */
const isBuilt = process.env.COUNTERSIGN_TEST_BUILT === 'yes';
const source = isBuilt ? [] : ['source'];

/**
 * Vitest settings that every package starts from: workspace packages resolve to their sources, so that nothing has to be built first.
 * With `database: true` one PostgreSQL runs for the whole run, and each test file may clone a database from its
 * migrated template (createTestDatabase of @countersign/database/testing). Files named in `first` begin
 * first: workers end together where the long files begin early.
 */
export const preset = ({ database = false, first = [], ...overrides } = {}) =>
  defineConfig({
    resolve: { conditions: [...source, 'module', 'browser', 'development|production'] },
    // Handed to Node as well, so no 'import' here: a require() must keep finding CommonJS.
    ssr: { resolve: { conditions: [...source, 'module', 'node', 'development|production'] } },
    ...overrides,
    test: {
      include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // What another process or the sequencer does in a moment takes longer where everything runs at once.
      expect: { poll: { timeout: 20_000 } },
      passWithNoTests: false,
      sequence: { sequencer: beginWith(first) },
      ...(isBuilt && { server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } } }),
      ...(database && { globalSetup: ['@countersign/database/testing/global-setup'] }),
      // `npm test` counts what ran by the reports that it asks every package for.
      ...(process.env.COUNTERSIGN_TEST_REPORTS && {
        reporters: ['default', 'json'],
        outputFile: {
          json: join(process.env.COUNTERSIGN_TEST_REPORTS, reportName(process.cwd())),
        },
      }),
      ...overrides.test,
    },
  });
