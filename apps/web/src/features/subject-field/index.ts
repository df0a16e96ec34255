export { SubjectFieldSection } from './subject-field-section.tsx';
