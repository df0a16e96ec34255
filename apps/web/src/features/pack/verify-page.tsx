import { SectionTabs } from '../../app/section-tabs.tsx';
import { PageTitle } from '../../controls/index.ts';
import { LedgerCheck } from './ledger-check.tsx';
import { PackCheck } from './pack-check.tsx';
import './pack.css';

export function VerifyPage() {
  return (
    <div className="page">
      <title>Verify · Countersign</title>
      <PageTitle first title="Verify" beside="computed in this browser, not by the portal" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <LedgerCheck />
      <PackCheck />
    </div>
  );
}
