import { expect, it } from 'vitest';
import { entryInAddress } from '../../marks/index.ts';
import { entryAddressOf } from './queries.ts';

it('reads the address that a link was made with, numbered or not yet', () => {
  expect(entryAddressOf(entryInAddress(1285, '77'))).toEqual({ number: 1285 });
  expect(entryAddressOf(entryInAddress(null, '77'))).toEqual({ id: '77' });
});

it.each(['', 'x', '-1', '1.5', 'id-', 'id-x', '9'.repeat(16)])('names no entry: %j', (text) => {
  expect(entryAddressOf(text)).toBeNull();
});
