export { EntryNumber } from './entry-number.tsx';
export { EntrySection } from './entry-section.tsx';
