export { SensitiveInputs } from './sensitive-inputs.tsx';
export { SensitiveSection } from './sensitive-section.tsx';
export { sensitiveText } from './words.ts';
