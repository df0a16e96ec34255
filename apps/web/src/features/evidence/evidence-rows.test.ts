import type { EvidenceRow } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { evidenceLines, filterLines } from './evidence-rows.ts';

const row = (kind: EvidenceRow['kind'], over: Partial<EvidenceRow> = {}): EvidenceRow => ({
  id: kind,
  kind,
  name: kind,
  result: 'pass',
  basis: 'checked',
  value: '',
  against: '',
  agreement: null,
  digest: '0'.repeat(64),
  revision: 1,
  at: '2026-11-21T10:00:00.000Z',
  current: true,
  openedAt: null,
  ...over,
});

const gate = {
  evidence: [
    { kind: 'robustness-run', must: 'pass', status: 'pass', evidenceId: null, atLeast: null },
    { kind: 'latency', must: 'pass', status: 'missing', evidenceId: null, atLeast: null },
  ],
} as const;

describe('lines of the evidence table', () => {
  const lines = evidenceLines(
    [
      row('claim-check', { basis: 'claimed', openedAt: '2026-11-21T11:00:00.000Z' }),
      row('robustness-run'),
      row('golden-set-parity', { current: false }),
    ],
    { evidence: [...gate.evidence] },
  );

  it('put what the gate requires first, with a line for what nobody computed yet', () => {
    expect(lines.map(({ key, required }) => [key, required])).toEqual([
      ['robustness-run', true],
      ['latency', true],
      ['claim-check', false],
    ]);
  });

  it('are filtered by what the URL asks for', () => {
    const keys = (filter: Parameters<typeof filterLines>[1]) =>
      filterLines(lines, filter).map(({ key }) => key);
    expect(keys(undefined)).toHaveLength(3);
    expect(keys('required')).toEqual(['robustness-run', 'latency']);
    expect(keys('not-opened')).toEqual(['robustness-run']);
    expect(keys('claimed')).toEqual(['claim-check']);
  });
});
