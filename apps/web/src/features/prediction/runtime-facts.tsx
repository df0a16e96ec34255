import type { PredictionPage } from '@countersign/contracts';
import { Definitions, Section, Value } from '../../controls/index.ts';
import { Basis, countText, Digest, guaranteeWord, When } from '../../marks/index.ts';

const runtimeItems = (runtime: NonNullable<PredictionPage['runtime']>) =>
  [
    ['Runtime', `${runtime.name} ${runtime.version}, provider ${runtime.provider}`],
    ['Runtime file', <Digest key="w" value={runtime.wasmSha256} what="digest of the runtime file" />],
    ['Threads, mode', `${runtime.threads}, ${runtime.executionMode}`],
    ['Optimisation', runtime.graphOptimizationLevel],
  ] as const;

const text = (value: unknown) => <Value text={typeof value === 'string' ? value : JSON.stringify(value)} />;

/** `isThere`: whether inputs and outputs are; without them no runtime guarantees anything. */
export function RuntimeFacts({ page, isThere }: { page: PredictionPage; isThere: boolean }) {
  const { runtime, run } = page;
  return (
    <Section title="Runtime, as recorded">
      <Definitions
        items={[
          ...(runtime ? runtimeItems(runtime) : [['Runtime', 'not recorded'] as const]),
          run.artifact ? ['Artifact', <Digest key="a" value={run.artifact} what="artifact digest" />] : null,
          ['Batch', `${countText(run.rows)} ${run.rows === 1 ? 'row' : 'rows'}, this one is row ${run.row}`],
          ['Inputs digest', <Digest key="i" value={run.inputsDigest} what="inputs digest" />],
          ['Outputs digest', <Digest key="o" value={run.outputsDigest} what="outputs digest" />],
          ['Basis', <Basis key="b" basis={page.basis} />],
          ['Recorded', <When key="r" at={page.recordedAt} precision="second" />],
          page.waitsUntil
            ? [
                'Waits for outcome',
                <span key="u">
                  until <When at={page.waitsUntil} precision="second" />
                </span>,
              ]
            : null,
          ['Guarantee', isThere ? guaranteeWord[page.guarantee] : 'none: inputs and outputs are not here'],
          ...Object.entries(page.parameters)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => [name, text(value)] as const),
        ]}
      />
    </Section>
  );
}
