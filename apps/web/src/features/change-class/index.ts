export { ChangeSection } from './change-section.tsx';
export { ChangedSection } from './changed-section.tsx';
