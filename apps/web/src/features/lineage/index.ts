export { LineageLink } from './lineage-link.tsx';
