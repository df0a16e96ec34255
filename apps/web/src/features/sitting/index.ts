export { SittingBar } from './sitting-bar.tsx';
export { useOpenedIn } from './use-opened-in.ts';
