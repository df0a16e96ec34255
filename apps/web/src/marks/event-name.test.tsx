import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { EventName } from './event-name.tsx';

it('lets an event’s name go on after its dot and hyphens, never within a word', () => {
  const { container } = render(<EventName event="version.signed-off" />);
  expect(container.firstElementChild?.innerHTML).toBe('version.<wbr>signed-<wbr>off');
  expect(container.textContent).toBe('version.signed-off');
});
