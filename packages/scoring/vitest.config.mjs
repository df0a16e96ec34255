import { preset } from '@countersign/tooling/vitest';

export default preset({ test: { globalSetup: './test/build-when-stale.ts' } });
