export { AssignSheet } from './assign-sheet.tsx';
export { ClaimLines } from './claim-lines.tsx';
export { ClaimNote } from './claim-note.tsx';
