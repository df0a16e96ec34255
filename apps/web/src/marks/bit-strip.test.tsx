import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BitStrip, HexAgainst } from './bit-strip.tsx';

const differing = () =>
  [...document.querySelectorAll('.bit-differs')].map((cell) => cell.getAttribute('data-bit'));

describe('the bit strip', () => {
  it('marks the differing bit, and names it for those who do not see it', () => {
    render(<BitStrip hex="3ee92d4e" against="3ee92d4f" dtype="float32" />);
    expect(differing()).toEqual(['31']);
    expect(screen.getByRole('img', { name: /different at bit 32$/ })).toBeTruthy();
  });

  it('marks nothing where all 32 bits agree', () => {
    render(<BitStrip hex="3ee92d4f" against="3ee92d4f" dtype="float32" />);
    expect(differing()).toEqual([]);
    expect(document.querySelectorAll('rect')).toHaveLength(32);
  });

  it('marks the hex digit that differs', () => {
    const { container } = render(<HexAgainst hex="3ee92d4e" against="3ee92d4f" />);
    expect(container.querySelector('.hex-differs')?.textContent).toBe('e');
    expect(container.textContent).toBe('3ee92d4e');
  });
});
