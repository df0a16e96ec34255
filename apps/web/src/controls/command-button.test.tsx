import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { reasonsOf, session, underReview } from '../../test/version-state.ts';
import { CommandButton } from './button.tsx';

const sign = { type: 'sign', requestId: 'request-1', decision: 'endorse' } as const;

describe('a command of the shared machine', () => {
  it('can be pressed where the machine has nothing against it', async () => {
    const press = vi.fn();
    render(
      <CommandButton reasons={reasonsOf(underReview(), sign, session('rita', 'reviewer'))} onPress={press}>
        Sign
      </CommandButton>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Sign' }));
    expect(press).toHaveBeenCalledOnce();
  });

  it('stays focusable, does nothing, and is described by the machine’s sentences where it may not', async () => {
    const press = vi.fn();
    const reasons = reasonsOf(underReview(), sign, session('ada', 'reviewer'));
    render(
      <CommandButton reasons={reasons} onPress={press}>
        Sign
      </CommandButton>,
    );
    const button = screen.getByRole('button', { name: 'Sign' });
    button.focus();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    const described = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reasons.length).toBeGreaterThan(0);
    for (const { message } of reasons) expect(described?.textContent).toContain(message);
    expect(described?.textContent).toContain('nobody signs what they made');
  });
});
