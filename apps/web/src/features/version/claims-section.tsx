import type { NoteClaim, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Await, type Column, Section, Table } from '../../controls/index.ts';
import { Basis, Result } from '../../marks/index.ts';
import { noteClaimsQuery } from './queries.ts';

const verdict: Record<NoteClaim['verdict'], { tone: 'ok' | 'no' | 'none'; word: string }> = {
  holds: { tone: 'ok', word: 'Holds' },
  'does-not-hold': { tone: 'no', word: 'Does not hold' },
  'cannot-check': { tone: 'none', word: 'Cannot be checked' },
};

const Verdict = ({ of }: { of: NoteClaim }) => (
  <Result tone={verdict[of.verdict].tone}>{verdict[of.verdict].word}</Result>
);

const columns: readonly Column<NoteClaim>[] = [
  { head: 'Claim', cell: ({ claim }) => <span className="break-words">{claim}</span> },
  { head: 'Result', cell: (claim) => <Verdict of={claim} />, width: 168, phone: true },
  { head: 'Held against', cell: ({ why }) => <span className="break-words">{why}</span> },
  { head: 'Figures', cell: ({ basis }) => (basis ? <Basis basis={basis} /> : '–'), width: 112 },
];

/** What the notes claim about figures, parameters and schema, judged by the portal each time that it is read. */
export function ClaimsSection({ address }: { address: VersionAddress }) {
  const query = useQuery(noteClaimsQuery(address));
  return (
    <Await query={query} loading={<div className="min-h-[96px]" aria-busy="true" />}>
      {({ claims }) =>
        claims.length > 0 && (
          <Section
            title="Claims"
            count={`${claims.filter((claim) => claim.verdict === 'holds').length} of ${claims.length} hold`}
          >
            <Table
              label="Claims"
              rows={claims.map((claim, at) => ({ ...claim, at }))}
              keyOf={({ at }) => String(at)}
              columns={columns}
              second={({ why }) => why}
            />
          </Section>
        )
      }
    </Await>
  );
}
