export { hasExamples, type LoadedExamples, loadExamples, makeExampleTokens } from './load-examples.ts';
export { examplePassword, examplePeople } from './people.ts';
export { removeExamples } from './remove-examples.ts';
