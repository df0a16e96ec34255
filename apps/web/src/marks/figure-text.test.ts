import { describe, expect, it } from 'vitest';
import { boundedText, counted, figureText, shareText, sizeText } from './figure-text.ts';

describe('figures', () => {
  it('keep six significant digits, and tiny ones their power of ten', () => {
    expect(figureText(0.4554238021373749)).toBe('0.455424');
    expect(figureText(300_000)).toBe('300,000');
    expect(figureText(2.4e-7)).toBe('2.4e-7');
    expect(figureText(0)).toBe('0');
  });

  it('say that counting stopped', () => {
    expect(boundedText({ count: 1_000, more: true })).toBe('1,000+');
    expect(boundedText({ count: 137, more: false })).toBe('137');
  });

  it('have their words', () => {
    expect(counted(1, 'file')).toBe('1 file');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(shareText(1)).toBe('100 %');
    expect(shareText(0)).toBe('none');
    expect(sizeText(512)).toBe('512 bytes');
    expect(sizeText(70_700)).toBe('69.0 KiB');
  });
});
