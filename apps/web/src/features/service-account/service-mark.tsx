import type { ServiceState } from '@countersign/contracts';
import { Result } from '../../marks/index.ts';

export const stateWord: Record<ServiceState, string> = {
  active: 'Active',
  stopped: 'Stopped',
  closed: 'Closed',
};
const tone = { active: 'ok', stopped: 'no', closed: 'none' } as const;

/** Whether its tokens are let in. */
export const ServiceMark = ({ state }: { state: ServiceState }) => (
  <Result tone={tone[state]}>{stateWord[state]}</Result>
);
