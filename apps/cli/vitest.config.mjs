import { preset } from '@countersign/tooling/vitest';

export default preset({ test: { isolate: false } });
