import { preset } from '@countersign/tooling/vitest';

export default preset({ database: true, first: ['embedded-postgres'], test: { isolate: false } });
