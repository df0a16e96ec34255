import { preset } from '@countersign/tooling/vitest';

export default preset({ test: { globalSetup: ['./test/global-setup.ts'], testTimeout: 180_000 } });
