export { VersionConsumers } from './version-consumers.tsx';
