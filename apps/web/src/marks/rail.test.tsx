import type { GateView, VersionRow } from '@countersign/contracts';
import { render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Rail } from './rail.tsx';
import { railOfPage, railOfRow } from './rail-model.ts';
import { RowRail } from './row-rail.tsx';

const row = (over: Partial<VersionRow>): Pick<VersionRow, 'stage' | 'standing' | 'earned' | 'openGate'> => ({
  stage: 'registered',
  standing: 'usable',
  earned: 'registered',
  openGate: null,
  ...over,
});

const dots = (over: Partial<VersionRow>) => railOfRow(row(over)).map(({ dot }) => dot);

const review: GateView = {
  gate: 'review',
  environment: null,
  state: 'open',
  request: null,
  places: [],
  signed: 1,
  needed: 2,
  policy: { id: 'low', number: 1 },
  evidence: [],
  references: [],
  heldBy: [],
  couldSign: [],
  forClass: null,
};

describe('the rail in rows', () => {
  it.each([
    ['nobody asked', {}, ['reached', 'ahead', 'ahead', 'ahead', 'ahead']],
    [
      'review open',
      { openGate: { gate: 'review', environment: null, signed: 1, needed: 2 } },
      ['reached', 'half', 'ahead', 'ahead', 'ahead'],
    ],
    [
      'deployed',
      { stage: 'deployed', earned: 'approved' },
      ['reached', 'reached', 'reached', 'reached', 'ahead'],
    ],
    [
      'blocked while approved',
      { stage: 'approved', earned: 'approved', standing: 'blocked' },
      ['reached', 'reached', 'blocked', 'ahead', 'ahead'],
    ],
    [
      'deprecated before its review',
      { stage: 'deprecated' },
      ['reached', 'ahead', 'ahead', 'ahead', 'reached'],
    ],
  ] as const)('%s', (_name, over, expected) => {
    expect(dots(over)).toEqual(expected);
  });

  it('reads its place in words', () => {
    render(
      <RowRail
        stops={railOfRow(row({ openGate: { gate: 'review', environment: null, signed: 0, needed: 1 } }))}
      />,
    );
    expect(screen.getByRole('img', { name: 'Registered, gate to reviewed open' })).toBeTruthy();
  });
});

describe('the rail of a page', () => {
  const stops = railOfPage({
    version: row({ openGate: { gate: 'review', environment: null, signed: 1, needed: 2 } }) as VersionRow,
    stages: [{ stage: 'registered', at: '2017-10-02T07:31:00.000Z' }],
    gates: [review],
  });

  it('shows a tick for each sign-off and a slot for each that is missing', () => {
    render(<Rail stops={stops} />);
    const list = screen.getByRole('list', { name: 'Lifecycle of this version' });
    expect(list.querySelectorAll('.ticks .glyph')).toHaveLength(2);
    expect(within(list).getByText('1 of 2', { exact: false })).toBeTruthy();
  });

  it('says where the version stands and when it came there', () => {
    render(<Rail stops={stops} />);
    const current = screen
      .getAllByRole('listitem')
      .find((item) => item.getAttribute('aria-current') === 'step');
    expect(current?.textContent).toContain('Registered');
    expect(current?.querySelector('time')?.dateTime).toBe('2017-10-02T07:31:00.000Z');
  });

  it('fills the stops that a deprecated version was seen to pass', () => {
    const passed = railOfPage({
      version: row({ stage: 'deprecated', earned: 'approved' }) as VersionRow,
      stages: (['registered', 'reviewed', 'approved', 'deployed', 'deprecated'] as const).map((stage) => ({
        stage,
        at: '2017-10-02T07:31:00.000Z',
      })),
      gates: [],
    });
    expect(passed.map(({ dot }) => dot)).toEqual(Array(5).fill('reached'));
  });
});
