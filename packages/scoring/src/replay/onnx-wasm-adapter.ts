import { createScorer } from '../isolation/create-scorer.ts';
import type { Scorer, ScorerOptions } from '../isolation/scorer.ts';
import type { Adapter } from './adapter.ts';

/**
 * ONNX models in onnxruntime-web: one thread of WebAssembly gave the same bits on every type of processor that was tried.
 * Takes over the scorer that it is given, or starts its own.
 */
export function createOnnxWasmAdapter(scorer: Scorer | ScorerOptions = {}): Adapter {
  const own = 'score' in scorer ? scorer : createScorer(scorer);
  return {
    name: 'onnx-wasm',
    guarantee: 'bit-exact',
    canReplay: (format) => format === 'onnx',
    describe: () => own.describe(),
    score: (request) => own.score(request),
    scoreRuns: (request) => own.scoreRuns(request),
    close: () => own.close(),
  };
}
