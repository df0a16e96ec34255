import { preset } from '@countersign/tooling/vitest';

export default preset({
  first: ['run-evidence', 'rescoring', 'sealing', 'sequencer.faults', 'webhook', 'report'],
  test: { isolate: false, globalSetup: ['./test/global-setup.ts'] },
});
