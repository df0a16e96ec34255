import type { GateView, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { selfState } from '../../app/self-state.ts';
import { Await, FilterSegments, Section, TableLoading } from '../../controls/index.ts';
import { BasisKey, countText, gateWord, When } from '../../marks/index.ts';
import { EvidenceDrawer } from './evidence-drawer.tsx';
import { type EvidenceFilter, type EvidenceLine, evidenceLines, filterLines } from './evidence-rows.ts';
import { EvidenceRuns } from './evidence-runs.tsx';
import { EvidenceTable, evidenceColumns } from './evidence-table.tsx';
import { evidenceQuery } from './queries.ts';

const filters: readonly { filter: EvidenceFilter | undefined; word: string }[] = [
  { filter: undefined, word: 'All' },
  { filter: 'required', word: 'Required' },
  { filter: 'not-opened', word: 'Not opened' },
  { filter: 'claimed', word: 'Claimed' },
];

function Filters({
  lines,
  current,
}: {
  lines: readonly EvidenceLine[];
  current: EvidenceFilter | undefined;
}) {
  return (
    <FilterSegments label="Show evidence">
      {filters.map(({ filter, word }) => (
        <Link
          key={word}
          to="."
          search={(before) => ({ ...before, show: filter })}
          resetScroll={false}
          aria-current={current === filter ? 'true' : undefined}
          activeOptions={selfState}
        >
          {word} <small>{countText(filterLines(lines, filter).length)}</small>
        </Link>
      ))}
    </FilterSegments>
  );
}

function Foot({ shown, lines }: { shown: readonly EvidenceLine[]; lines: readonly EvidenceLine[] }) {
  const checked = lines.filter(({ row }) => row?.basis === 'checked').length;
  const claimed = lines.filter(({ row }) => row?.basis === 'claimed').length;
  return (
    <div className="table-foot">
      <span>
        {shown.length} of {lines.length} shown
      </span>
      <span>
        {checked} checked, {claimed} claimed
      </span>
    </div>
  );
}

/** Evidence of a version, with what the open gate requires on top; a name opens its cases and marks it as opened. */
export function EvidenceSection({
  address,
  gate,
  gates,
  show,
  evidence,
  cases,
  mayRun,
  first = false,
}: {
  address: VersionAddress;
  gate: GateView | null;
  /** Gates whose policies are told of beside what they ask for. */
  gates: readonly GateView[];
  show: EvidenceFilter | undefined;
  evidence: string | undefined;
  cases: 'failed' | undefined;
  mayRun: boolean;
  first?: boolean;
}) {
  const query = useQuery(evidenceQuery(address));
  const newest = query.data?.items
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return (
    <Section
      first={first}
      title="Evidence"
      count={
        newest && (
          <>
            computed <When at={newest} />
          </>
        )
      }
      right={<BasisKey />}
    >
      <Await query={query} loading={<TableLoading columns={evidenceColumns} rows={6} />}>
        {(list) => {
          const lines = evidenceLines(list.items, gate, gates);
          const shown = filterLines(lines, show);
          return (
            <>
              <div className="tools">
                <Filters lines={lines} current={show} />
              </div>
              <EvidenceTable
                lines={shown}
                requiredBy={gate ? `the ${gateWord[gate.gate].toLowerCase()} gate` : 'a gate'}
              />
              <Foot shown={shown} lines={lines} />
              <EvidenceRuns address={address} runs={list.runs} mayRun={mayRun} />
            </>
          );
        }}
      </Await>
      {evidence && <EvidenceDrawer address={address} evidenceId={evidence} onlyFailed={cases === 'failed'} />}
    </Section>
  );
}
