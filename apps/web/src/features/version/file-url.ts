import type { VersionAddress } from '@countersign/contracts';
import { withBase } from '../../app/base-path.ts';

export const fileUrl = ({ model, version }: VersionAddress, path: string): string =>
  withBase(
    `/api/v1/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/files/${path
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`,
  );
