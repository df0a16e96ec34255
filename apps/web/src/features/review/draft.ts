import type { Decision } from '@countersign/lifecycle';
import { useEffect, useState } from 'react';
import { type ConditionDraft, noCondition } from '../finding/index.ts';

export type Answer = 'yes' | 'no' | 'not-applicable';

/** What somebody has written on the way to a signature. The password is never part of it. */
export interface Draft {
  decision: Decision;
  role: string;
  meaning: string;
  comment: string;
  answers: Record<string, { answer: Answer; note: string }>;
  /** Texts that a request for changes suggests, by what they replace. */
  suggestions: Readonly<Record<string, string>>;
  /** Of an endorsement at approval. */
  condition: ConditionDraft;
}

const empty: Draft = {
  decision: 'endorse',
  role: '',
  meaning: '',
  comment: '',
  answers: {},
  suggestions: {},
  condition: noCondition,
};
const keyOf = (requestId: string) => `countersign.draft.${requestId}`;

function stored(requestId: string): Draft {
  try {
    const text = sessionStorage.getItem(keyOf(requestId));
    return text === null ? empty : { ...empty, ...(JSON.parse(text) as Partial<Draft>) };
  } catch {
    return empty;
  }
}

/** A draft per request that outlives a reload and a refusal, and ends with the tab or the signature. */
export function useDraft(requestId: string) {
  const [draft, setDraft] = useState(() => stored(requestId));
  useEffect(() => {
    try {
      sessionStorage.setItem(keyOf(requestId), JSON.stringify(draft));
    } catch {
      // Without storage the draft lives as long as the page.
    }
  }, [requestId, draft]);
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    discard: () => setDraft(empty),
  };
}
