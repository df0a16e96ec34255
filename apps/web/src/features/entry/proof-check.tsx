import type { EntryDetail, EntryProof } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../app/problem.ts';
import { Button } from '../../controls/index.ts';
import { Result } from '../../marks/index.ts';

/** "Verify here": the proof is computed again in this browser, from the bytes on the page. */
export function ProofCheck({ detail, proof }: { detail: EntryDetail; proof: EntryProof }) {
  const check = useMutation({
    mutationFn: async () => (await import('./verify-proof.ts')).verifyProof(detail.body, proof),
  });
  return (
    <div className="receipt-check">
      <Button onClick={() => check.mutate()} busy={check.isPending}>
        {check.isPending ? 'Verifying' : check.data ? 'Verify again' : 'Verify here'}
      </Button>
      <div role="status">
        {check.error && <p className="pt-2">{problemOf(check.error).message}</p>}
        {check.data && (
          <ul className="receipt-checks">
            {check.data.map(({ name, holds }) => (
              <li key={name}>
                {holds === null ? (
                  <span className="muted">{name}</span>
                ) : (
                  <Result tone={holds ? 'ok' : 'no'}>{holds ? name : `Not so: ${name}`}</Result>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {check.data && (
        <p className="cap pt-2">
          Computed in this browser. The key came from this portal: hold it against a copy of your own, or give
          the proof file and the bytes to another tool.
        </p>
      )}
    </div>
  );
}
