import { preset } from './vitest.preset.mjs';

export default preset({ test: { include: ['test/**/*.test.mjs'] } });
