export { Notebooks } from './notebooks.tsx';
export { versionQuery } from './queries.ts';
export { VersionFrame } from './version-frame.tsx';
export { VersionLoading } from './version-loading.tsx';
