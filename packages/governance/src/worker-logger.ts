import { Logger } from 'graphile-worker';
import type { House } from './context.ts';

/** The queue's own messages in our log; what it says at every job is left out. */
export const workerLogger = (house: Pick<House, 'log'>): Logger =>
  new Logger(() => (level, message, meta) => {
    if (level === 'error') house.log.error({ ...meta }, message);
    else if (level === 'warning') house.log.warn({ ...meta }, message);
  });
