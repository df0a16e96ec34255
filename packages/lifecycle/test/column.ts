import type { VersionState } from '../src/index.ts';
import { approved, deployment, future, reviewed, version } from './version-fixture.ts';

/** The columns of the table; `D*` is deployed while the gates gave less (expedited). */
export const columns = ['R', 'V', 'P', 'D', 'D*R', 'D*V', 'X'] as const;
export type Column = (typeof columns)[number];

const expedited = deployment('production', { ground: 'expedited', lapsesAt: future });

export const stateIn: Readonly<Record<Column, () => VersionState>> = {
  R: () => version(),
  V: () => version(reviewed),
  P: () => version(approved),
  D: () => version({ ...approved, deployments: [deployment('production')] }),
  'D*R': () => version({ expeditedUsed: true, deployments: [expedited] }),
  'D*V': () => version({ ...reviewed, expeditedUsed: true, deployments: [expedited] }),
  X: () => version({ ...approved, stage: 'deprecated' }),
};
