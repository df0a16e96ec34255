import { lazy } from 'react';

/** Markdown comes with it: loaded where a discussion is shown. */
export const DiscussionTab = lazy(() =>
  import('./discussion-tab.tsx').then(({ DiscussionTab }) => ({ default: DiscussionTab })),
);
export const DiscussionOf = lazy(() =>
  import('./discussion-of.tsx').then(({ DiscussionOf }) => ({ default: DiscussionOf })),
);
