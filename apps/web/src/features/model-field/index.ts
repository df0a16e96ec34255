export { FactsSection } from './facts-section.tsx';
export { FieldFilters } from './field-filters.tsx';
