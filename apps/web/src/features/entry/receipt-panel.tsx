import type { EntryDetail } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { withBase } from '../../app/base-path.ts';
import { problemOf } from '../../app/problem.ts';
import { CopyButton, countText, Result, When, WholeDigest } from '../../marks/index.ts';
import { leafDigestOf } from './leaf-check.ts';
import { ProofCheck } from './proof-check.tsx';
import { proofQuery } from './queries.ts';

/** The entry's receipt: when, which leaf, in which checkpoint, and the proof of it. */
export function ReceiptPanel({ detail }: { detail: EntryDetail }) {
  const { row, body, leafDigest } = detail;
  const leaf = useQuery({
    queryKey: ['leaf', leafDigest],
    queryFn: () => leafDigestOf(body),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const proof = useQuery(proofQuery(row.id));
  return (
    <aside className="receipt" aria-label="Ledger receipt">
      <header>
        <p className="soft">Ledger receipt</p>
        <p className="receipt-serial">
          {row.number === null ? 'Not numbered yet' : `Entry ${countText(row.number)}`}
        </p>
        <p className="cap">{row.event}</p>
      </header>
      <dl>
        <dt>Time</dt>
        <dd>
          <When at={row.at} precision="second" />
        </dd>
        <dt>Leaf</dt>
        <dd>
          <WholeDigest value={leafDigest} />
        </dd>
        {proof.data && (
          <>
            <dt>Proof</dt>
            <dd>
              {countText(proof.data.proof.length)} hashes to the root of the first{' '}
              {countText(proof.data.size)} entries.{' '}
              <a
                href={withBase(`/api/v1/entries/${row.id}/proof`)}
                download={`entry-${row.number}.tlog-proof`}
              >
                Proof file
              </a>
            </dd>
            <dt>Checkpoint</dt>
            <dd>
              <pre className="receipt-note">{proof.data.checkpoint.trimEnd()}</pre>
              <CopyButton text={proof.data.checkpoint} what="signed checkpoint" />
            </dd>
          </>
        )}
      </dl>
      <p className="receipt-check">
        {leaf.data === undefined ? (
          <span className="muted">Computing the leaf in this browser</span>
        ) : leaf.data === leafDigest ? (
          <Result tone="ok">Leaf hash is that of the bytes shown</Result>
        ) : (
          <Result tone="no">Leaf hash is not that of the bytes shown</Result>
        )}
      </p>
      {proof.data === null ? (
        <p className="receipt-check muted">Committed. No checkpoint covers it yet.</p>
      ) : proof.data ? (
        <ProofCheck detail={detail} proof={proof.data} />
      ) : proof.error ? (
        <p className="receipt-check">{problemOf(proof.error).message}</p>
      ) : null}
    </aside>
  );
}
