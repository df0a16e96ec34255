import { expect, it } from 'vitest';
import { axisOf, rangeOf } from './axis-scale.ts';

it('an axis places numbers by size, texts by order, and what is missing nowhere', () => {
  expect(axisOf('C', ['0.5', '5', null, '0.5'])).toMatchObject({
    places: [0, 1, null, 0],
    bottom: '0.5',
    top: '5',
  });
  expect(axisOf('model', ['tree', 'linear', null])).toMatchObject({
    places: [1, 0, null],
    bottom: 'linear',
    top: 'tree',
  });
  expect(axisOf('seed', ['7', '7']).places).toEqual([0.5, 0.5]);
  expect(rangeOf([Number.NaN, Number.POSITIVE_INFINITY])).toBeNull();
});
