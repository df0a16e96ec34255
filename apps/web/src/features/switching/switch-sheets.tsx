import { lazy } from 'react';

export const AnnounceSheet = lazy(() =>
  import('./announce-sheet.tsx').then(({ AnnounceSheet }) => ({ default: AnnounceSheet })),
);
export const WithdrawSwitchSheet = lazy(() =>
  import('./withdraw-switch-sheet.tsx').then(({ WithdrawSwitchSheet }) => ({ default: WithdrawSwitchSheet })),
);
