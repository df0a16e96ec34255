import { preset } from '@countersign/tooling/vitest';
import react from '@vitejs/plugin-react';

const withDocument = '*notebook|verify-proof|queries|join-live';

// A document is made for what draws, sanitises or knows its page; the rest needs none, and starts at once.
export default preset({
  plugins: [react()],
  test: {
    // Files of a worker share one document and what they import; each test cleans up behind itself.
    isolate: false,
    css: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'document',
          exclude: [`src/**/!(${withDocument}).test.ts`],
          environment: 'jsdom',
          setupFiles: ['./test/setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'plain',
          exclude: ['src/**/*.test.tsx', `src/**/{${withDocument.replaceAll('|', ',')}}.test.ts`],
          environment: 'node',
        },
      },
    ],
  },
});
