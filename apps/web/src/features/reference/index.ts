export { ReferenceSection } from './reference-section.tsx';
