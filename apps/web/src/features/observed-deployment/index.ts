export { ObservedNote } from './observed-note.tsx';
