export { VaryingSection } from './varying-section.tsx';
