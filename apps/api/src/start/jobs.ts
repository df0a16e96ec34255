import type { House } from '@countersign/governance';
import * as governance from '@countersign/governance';

type Later = {
  prepareJobs?: (ownerUrl: string) => Promise<void>;
  startWorker?: (house: House, url: string) => Promise<{ stop(): Promise<void> }>;
};
const later = governance as unknown as Later;

export const prepareJobs = async (ownerUrl: string): Promise<void> => later.prepareJobs?.(ownerUrl);
export const startWorker = async (house: House, url: string) => later.startWorker?.(house, url);
