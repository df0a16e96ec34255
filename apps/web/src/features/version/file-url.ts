import type { VersionAddress } from '@countersign/contracts';

export const fileUrl = ({ model, version }: VersionAddress, path: string): string =>
  `/api/v1/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/files/${path
    .split('/')
    .map(encodeURIComponent)
    .join('/')}`;
