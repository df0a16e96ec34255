export { DoNotUseBar } from './do-not-use-bar.tsx';
export { LiftSheet } from './lift-sheet.tsx';
export { MarkSheet } from './mark-sheet.tsx';
export { RecallTable, recallColumns } from './recall-table.tsx';
