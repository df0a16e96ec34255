export { NoteComparison } from './note-comparison.tsx';
export { NoteSections } from './note-sections.tsx';
export { NotesDraft } from './notes-draft.tsx';
