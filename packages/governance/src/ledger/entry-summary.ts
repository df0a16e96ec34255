import type { LedgerEvent } from '@countersign/contracts';
import { accessSentences } from './sentences/access-sentences.ts';
import { consumerSentences } from './sentences/consumer-sentences.ts';
import type { EntryFacts, Sentence } from './sentences/facts.ts';
import { modelSentences } from './sentences/model-sentences.ts';
import { noticeSentences } from './sentences/notice-sentences.ts';
import { predictionSentences } from './sentences/prediction-sentences.ts';
import { recallSentences } from './sentences/recall-sentences.ts';
import { recordSentences } from './sentences/record-sentences.ts';
import { versionSentences } from './sentences/version-sentences.ts';

/** Typed over the closed vocabulary: a new event does not compile without its sentence. */
const sentences: Readonly<Record<LedgerEvent, Sentence>> = {
  ...accessSentences,
  ...consumerSentences,
  ...modelSentences,
  ...noticeSentences,
  ...predictionSentences,
  ...recallSentences,
  ...recordSentences,
  ...versionSentences,
};

/** One sentence for people. It may tell less than the entry; the entry is what counts. */
export const summarize = (event: LedgerEvent, facts: EntryFacts): string => {
  const sentence = sentences[event](facts);
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
};
