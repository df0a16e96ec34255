import { lazy } from 'react';

export { comparedText } from './compared-parts.ts';
export { NotebookStateMark, notebookRecordsQuery, RecordedDigests } from './notebook-records.tsx';

export const ComparedNotebooks = lazy(() =>
  import('./compared-notebooks.tsx').then(({ ComparedNotebooks }) => ({ default: ComparedNotebooks })),
);
/** Everything of notebooks is loaded with the first one. */
export const NotebookView = lazy(() =>
  import('./notebook-view.tsx').then(({ NotebookView }) => ({ default: NotebookView })),
);
