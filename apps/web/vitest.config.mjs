import { preset } from '@countersign/tooling/vitest';
import react from '@vitejs/plugin-react';

export default preset({
  plugins: [react()],
  test: { environment: 'jsdom', setupFiles: ['./test/setup.ts'], css: false },
});
