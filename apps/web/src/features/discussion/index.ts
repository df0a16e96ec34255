import { lazy } from 'react';

/** Markdown comes with it: loaded where a discussion is shown. */
export const DiscussionTab = lazy(() =>
  import('./discussion-tab.tsx').then(({ DiscussionTab }) => ({ default: DiscussionTab })),
);
export const CellDiscussion = lazy(() =>
  import('./cell-discussion.tsx').then(({ CellDiscussion }) => ({ default: CellDiscussion })),
);
export const CellsDiscussed = lazy(() =>
  import('./cell-discussion.tsx').then(({ CellsDiscussed }) => ({ default: CellsDiscussed })),
);
export const DiscussionOf = lazy(() =>
  import('./discussion-of.tsx').then(({ DiscussionOf }) => ({ default: DiscussionOf })),
);
