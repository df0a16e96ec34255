import { expect, it } from 'vitest';
import { pinch } from './view.ts';

it('two fingers zoom about their middle and carry it along', () => {
  const view = { scale: 0.5, left: 100, top: 40 };
  const from = [
    { x: 100, y: 100 },
    { x: 200, y: 100 },
  ] as const;
  const to = [
    { x: 130, y: 120 },
    { x: 330, y: 120 },
  ] as const;
  const after = pinch(view, from, to);
  expect(after.scale).toBe(1);
  // What lay in the middle, (150, 100), lies at (230, 120) now.
  expect(after.left + 230 / after.scale).toBeCloseTo(view.left + 150 / view.scale);
  expect(after.top + 120 / after.scale).toBeCloseTo(view.top + 100 / view.scale);
  expect(pinch(view, from, from)).toEqual(view);
});
