export { ConsumerNotices } from './consumer-notices.tsx';
export { isRemindable, RemindButton } from './remind-button.tsx';
export { WaitingNotices } from './waiting-notices.tsx';
export { basisWord, noticeState, whyWord } from './words.ts';
