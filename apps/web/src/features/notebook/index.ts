import { lazy } from 'react';

/** Everything of notebooks is loaded with the first one. */
export const NotebookView = lazy(() =>
  import('./notebook-view.tsx').then(({ NotebookView }) => ({ default: NotebookView })),
);
