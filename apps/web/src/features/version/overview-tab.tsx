import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { AttachmentSection } from '../attachment/index.ts';
import { ChangeSection } from '../change-class/index.ts';
import { GoalSection } from '../goal/index.ts';
import { ReferenceSection } from '../reference/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { SwitchSection } from '../switching/index.ts';
import { AsFoundSection } from './as-found-section.tsx';
import { CommandTable } from './command-table.tsx';
import { DatasetSection } from './dataset-section.tsx';
import { DossierFacts } from './dossier-facts.tsx';
import { InputTable, MetricTable, OutputTable } from './dossier-tables.tsx';
import { GateTable } from './gate-table.tsx';
import { RecheckSection } from './recheck-section.tsx';
import { StandingNotes } from './standing-notes.tsx';

export function OverviewTab({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const insider = isInsider(useMe(), address.model);
  return (
    <div className="split">
      <div>
        <StandingNotes page={page} />
        {page.asFound && <AsFoundSection note={page.asFound} reviewBy={page.approvedUntil} />}
        <GateTable address={address} page={page} />
        <ChangeSection address={address} change={page.change} />
        {page.goal && <GoalSection goal={page.goal} />}
        {insider && <SwitchSection address={address} />}
        <CommandTable address={address} page={page} />
        {insider && (
          <>
            <ReferenceSection address={address} />
            <AttachmentSection address={address} />
          </>
        )}
        {page.datasets.length > 0 && <DatasetSection address={address} page={page} insider={insider} />}
        {insider && <RecheckSection address={address} page={page} />}
        <MetricTable metrics={page.metrics} />
        <InputTable model={address.model} fields={page.inputs} />
        <OutputTable page={page} />
      </div>
      <DossierFacts page={page} />
    </div>
  );
}
