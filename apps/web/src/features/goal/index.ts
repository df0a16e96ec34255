export { type GoalDraft, goalProblems, startFrom, statedGoal } from './goal-draft.ts';
export { GoalFields } from './goal-fields.tsx';
export { GoalSection } from './goal-section.tsx';
export { goalProposalQuery } from './queries.ts';
