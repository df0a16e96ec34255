import type { Receipt } from '@countersign/contracts';
import { useSyncExternalStore } from 'react';

let last: Receipt | null = null;
const listeners = new Set<() => void>();

const isReceipt = (value: unknown): value is Receipt =>
  typeof value === 'object' && value !== null && 'entryIds' in value && 'at' in value;

/** The receipt that a command's answer is or carries. */
export function receiptIn(answer: unknown): Receipt | null {
  if (isReceipt(answer)) return answer;
  if (typeof answer === 'object' && answer !== null && 'receipt' in answer && isReceipt(answer.receipt)) {
    return answer.receipt;
  }
  return null;
}

export function showReceipt(receipt: Receipt | null): void {
  last = receipt;
  for (const listener of listeners) listener();
}

/** What the last command of this page was recorded as. */
export const useLastReceipt = (): Receipt | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => last,
  );
