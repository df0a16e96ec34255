export { WaitingNotices } from './waiting-notices.tsx';
