export { signOffsQuery } from './queries.ts';
export { SignOffsSection } from './sign-offs-section.tsx';
