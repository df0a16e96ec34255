import { preset } from '@countersign/tooling/vitest';

export default preset({
  first: ['authority', 'backup', 'session', 'behind'],
  test: { isolate: false, globalSetup: ['./test/global-setup.ts'] },
});
