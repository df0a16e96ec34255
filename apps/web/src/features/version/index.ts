export { fileUrl } from './file-url.ts';
export { Notebooks } from './notebooks.tsx';
export { releaseNotesQuery, versionQuery } from './queries.ts';
export { VersionFrame } from './version-frame.tsx';
export { VersionLoading } from './version-loading.tsx';
