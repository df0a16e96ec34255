import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { joinLive } from './join-live.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks by itself where no sign of life comes, until the person leaves', async () => {
  const client = new QueryClient();
  let asked = 0;
  const observer = new QueryObserver(client, {
    queryKey: ['home'],
    queryFn: () => ++asked,
    staleTime: 5_000,
  });
  const stop = observer.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(1);
  const leave = joinLive(client);
  await vi.advanceTimersByTimeAsync(35_000);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asked).toBe(3);
  leave();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toBe(3);
  stop();
});
