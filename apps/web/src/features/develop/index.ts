export { CreateTokenSheet } from './create-token-sheet.tsx';
