import { defineConfig } from 'vitest/config';

/** Vitest settings that every package starts from: workspace packages resolve to their sources. */
export const preset = (overrides = {}) =>
  defineConfig({
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
    ...overrides,
    test: {
      include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
      testTimeout: 60_000,
      hookTimeout: 60_000,
      passWithNoTests: false,
      ...overrides.test,
    },
  });
