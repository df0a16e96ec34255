export { WaitingTiers } from './waiting-tiers.tsx';
