export { EntryLink, EntryNumber } from './entry-link.tsx';
export { EntrySection } from './entry-section.tsx';
