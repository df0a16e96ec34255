export { BeforeGoLive } from './before-go-live.tsx';
export { comingIn, switchesQuery } from './queries.ts';
export { SwitchSection } from './switch-section.tsx';
export { AnnounceSheet, WithdrawSwitchSheet } from './switch-sheets.tsx';
