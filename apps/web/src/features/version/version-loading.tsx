import type { VersionAddress } from '@countersign/contracts';
import { PageTitle } from '../../controls/index.ts';

/** The head of a version in its final height, while its facts are read. */
export function VersionLoading({ address }: { address: VersionAddress }) {
  return (
    <div className="page" aria-busy="true">
      <p className="crumbs">
        Models / {address.model} / {address.version}
      </p>
      <PageTitle title={`${address.model} ${address.version}`} />
      <div className="h-[213px]" />
    </div>
  );
}
