export { suggestibles, suggestionsOf } from './suggestible.ts';
export { SuggestionFields } from './suggestion-fields.tsx';
export { SuggestionSection } from './suggestion-section.tsx';
