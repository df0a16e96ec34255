export { SignOffsSection } from './sign-offs-section.tsx';
