import type { ChildMessage } from './protocol.ts';
import { ScoringError } from './scoring-error.ts';

const OUT_OF_MEMORY = /bad_alloc|out of memory|allocat|memory\.grow|Array buffer allocation|\bOOM\b/i;
/** The size was refused before anything was allocated, so the runtime is intact. */
const TOO_LARGE = /tensor shape is too large|integer overflow/i;
/** Files of the runtime's own build, which tell a reader nothing. */
const SOURCE_PLACE = /\/\S+\.(?:cc|h):\d+ /g;
/** Longest text of the runtime that is passed on; it may quote the model. */
const MAXIMUM_MESSAGE = 500;

const messageOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(SOURCE_PLACE, '')
    .slice(0, MAXIMUM_MESSAGE);
};

/**
 * Says what went wrong in the runtime. An ordinary Error carries the runtime's own status and leaves it usable; a trap, an
 * abort or a bare number (a C++ exception that nobody caught) does not, and neither does exhausted memory.
 */
export function runFailure(
  id: number,
  error: unknown,
  opened: boolean,
): Extract<ChildMessage, { kind: 'failed' }> {
  if (error instanceof ScoringError)
    return { kind: 'failed', id, code: error.code, message: error.message, fatal: false };
  const message = messageOf(error);
  if (OUT_OF_MEMORY.test(message)) return { kind: 'failed', id, code: 'MEMORY', message, fatal: true };
  if (TOO_LARGE.test(message)) return { kind: 'failed', id, code: 'MEMORY', message, fatal: false };
  const trapped =
    !(error instanceof Error) ||
    error.name === 'RuntimeError' ||
    error instanceof RangeError ||
    /abort/i.test(message);
  return { kind: 'failed', id, code: opened ? 'RUNTIME_FAILED' : 'MODEL_REFUSED', message, fatal: trapped };
}
