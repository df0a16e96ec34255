export { WaitingBatches } from './waiting-batches.tsx';
