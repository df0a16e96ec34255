import type { PredictionPage, SealedProof } from '@countersign/contracts';
import { type BatchFault, faultOfBatchProof } from '@countersign/ledger';

import { useQuery } from '@tanstack/react-query';
import { withBase } from '../../app/base-path.ts';
import { sha256 } from '../../app/ledger-crypto.ts';
import { Await, Definitions, Section } from '../../controls/index.ts';
import { CopyButton, countText, EntryLink, Result, When, WholeDigest } from '../../marks/index.ts';
import { proofQuery } from './queries.ts';

const faults: Record<BatchFault, string> = {
  'record-not-canonical': 'the record is not canonical JSON',
  'not-in-batch': 'the record does not lead to the root of the batch',
  'not-a-seal': 'the entry seals no batch',
  'other-size': 'the batch is not as large as its entry says',
};

/** Whether the proof holds is found out here, from the bytes alone; that the rows still say the same, by the server. */
function Check({ proof, seal }: { proof: SealedProof; seal: NonNullable<SealedProof['seal']> }) {
  const fault = faultOfBatchProof({ ...seal, record: proof.record, entry: seal.entry.body }, sha256);
  const [tone, word, why] =
    proof.state === 'altered'
      ? (['no', 'Altered', 'what is recorded today is not what was sealed'] as const)
      : fault
        ? (['no', 'The proof fails', `in this browser: ${faults[fault]}`] as const)
        : ([
            'ok',
            'The proof holds,',
            'checked in this browser: the record leads to the root in the entry',
          ] as const);
  return (
    <p className="py-2">
      <Result tone={tone}>{word}</Result> <span className="soft">{why}</span>
    </p>
  );
}

function Waiting() {
  return (
    <p className="py-2">
      <Result tone="owed">Waits to be sealed</Result>{' '}
      <span className="soft">
        Predictions are sealed together, within about a minute; the proof is here as soon as that is done.
      </span>
    </p>
  );
}

const numberIn = (record: string): number | null => {
  const { number } = JSON.parse(record) as { number: unknown };
  return typeof number === 'number' ? number : null;
};

function Sealed({ proof, seal }: { proof: SealedProof; seal: NonNullable<SealedProof['seal']> }) {
  const number = numberIn(proof.record);
  return (
    <>
      <Check proof={proof} seal={seal} />
      <Definitions
        items={[
          [
            'Sealed in',
            <span key="e">
              entry <EntryLink number={seal.entry.number} id={seal.entry.id} />,{' '}
              <When at={seal.at} precision="second" />
            </span>,
          ],
          ['Place', `record ${countText(seal.index + 1)} of ${countText(seal.size)} in its batch`],
          number === null ? null : ['Number', `${countText(number)} of its deployment`],
          ['Root of the batch', <WholeDigest key="r" value={seal.root} />],
          [
            'Record',
            <details key="b" className="sealed-record">
              <summary>Its canonical bytes</summary>
              <pre>{JSON.stringify(JSON.parse(proof.record), null, 2)}</pre>
              <CopyButton text={proof.record} what="bytes of the record" />
            </details>,
          ],
        ]}
      />
    </>
  );
}

/** In which entry the prediction was sealed, and the proof of it. */
export function SealSection({ page }: { page: PredictionPage }) {
  const query = useQuery(proofQuery(page.id));
  return (
    <Section
      title="Sealed in the ledger"
      right={
        query.data?.seal && (
          <a
            href={withBase(`/api/v1/predictions/${page.id}/proof`)}
            download={`prediction-${page.id}-proof.json`}
          >
            Download the proof
          </a>
        )
      }
    >
      <Await query={query} loading={<div className="min-h-[160px]" aria-busy="true" />}>
        {(proof) => (proof.seal ? <Sealed proof={proof} seal={proof.seal} /> : <Waiting />)}
      </Await>
    </Section>
  );
}
