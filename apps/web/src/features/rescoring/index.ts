export { RescoringSection } from './rescoring-section.tsx';
