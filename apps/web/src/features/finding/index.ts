export { type ConditionDraft, conditionOf, noCondition } from './condition.ts';
export { ConditionFields } from './condition-fields.tsx';
export { ConditionText } from './condition-text.tsx';
export { FindingSection } from './finding-section.tsx';
