import type { EvidenceRow } from '@countersign/contracts';
import type { ReactNode } from 'react';
import { Glyph, type GlyphName } from './glyph.tsx';

type Tone = 'ok' | 'no' | 'owed' | 'none';
const toneGlyph: Record<Tone, GlyphName> = { ok: 'tick', no: 'cross', owed: 'slot', none: 'dash' };

/** A glyph and a word on no ground: passed, failed, owed, or neither. */
export function Result({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`result result-${tone}`}>
      <Glyph name={toneGlyph[tone]} />
      <span>{children}</span>
    </span>
  );
}

const evidenceResult: Record<EvidenceRow['result'], { tone: Tone; word: string }> = {
  pass: { tone: 'ok', word: 'Pass' },
  fail: { tone: 'no', word: 'Fail' },
  measured: { tone: 'none', word: 'Measured' },
  'not-checked': { tone: 'none', word: 'Not checked' },
};

/** A claim holds or does not; every other check passes or fails. */
export function EvidenceResult({
  kind,
  result,
}: {
  kind: EvidenceRow['kind'];
  result: EvidenceRow['result'];
}) {
  const { tone, word } = evidenceResult[result];
  if (kind === 'claim-check' && result === 'pass') return <Result tone="ok">Holds</Result>;
  if (kind === 'claim-check' && result === 'fail') return <Result tone="no">Does not hold</Result>;
  return <Result tone={tone}>{word}</Result>;
}

/** Checked: we computed it. Claimed: somebody said so. */
export function Basis({ basis }: { basis: 'checked' | 'claimed' | 'recorded' }) {
  return (
    <span className={`basis basis-${basis}`}>
      <Glyph name={basis === 'claimed' ? 'claimed' : 'checked'} />
      <span>{basis === 'claimed' ? 'Claimed' : basis === 'recorded' ? 'Recorded' : 'Checked'}</span>
    </span>
  );
}

export function BasisKey() {
  return (
    <span className="flex flex-wrap gap-x-4">
      <span className="soft">
        <Basis basis="checked" />, we computed it
      </span>
      <span>
        <Basis basis="claimed" />, somebody said so
      </span>
    </span>
  );
}
