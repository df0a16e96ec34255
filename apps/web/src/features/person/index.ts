export { GrantSheet } from './grant-sheet.tsx';
export { usePeopleChoices } from './queries.ts';
export { RoleSection } from './role-section.tsx';
export { TokenSection } from './token-section.tsx';
