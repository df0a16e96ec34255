export { EntryNumber } from './entry-number.tsx';
export { EntrySection } from './entry-section.tsx';
export { keepLarger, keptCheckpoint } from './kept-checkpoint.ts';
