import type { FindingRow } from '@countersign/contracts';

export const severityWord: Record<FindingRow['severity'], string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};
export const findingStateWord: Record<FindingRow['state'], string> = {
  open: 'Open',
  closed: 'Closed',
  accepted: 'Accepted',
};
