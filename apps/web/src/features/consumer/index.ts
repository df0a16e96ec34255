export { Compatibility } from './compatibility.tsx';
export { VersionConsumers } from './version-consumers.tsx';
