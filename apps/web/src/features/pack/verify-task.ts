import type { PackVerdict } from '@countersign/ledger';

/** What is verified beside the page, and what its verifier brought along. */
export type VerifyTask = {
  /** Verifier keys (C2SP signed-note), one a line. */
  readonly keys: readonly string[];
  /** Of witnesses (C2SP tlog-cosignature), one a line. */
  readonly witnesses: readonly string[];
  /** Checkpoints that were kept, and what they are called. */
  readonly kept: readonly { readonly name: string; readonly text: string }[];
  /** Address of `/ledger` of this portal. */
  readonly at: string;
} & ({ readonly kind: 'pack'; readonly file: File } | { readonly kind: 'ledger' });

export type VerifyMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'verdict'; readonly verdict: PackVerdict; readonly checkpoint: string | null }
  | { readonly kind: 'failure'; readonly message: string };

export interface Progress {
  readonly done: number;
  readonly of: number;
}

export interface Verified {
  readonly verdict: PackVerdict;
  /** The checkpoint that a ledger was followed to. */
  readonly checkpoint: string | null;
}

/** Verifies in a worker of its own. @throws Error with a sentence where nothing could be read */
export function runVerifyTask(
  task: VerifyTask,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Verified> {
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
  const reply = new Promise<Verified>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<VerifyMessage>) => {
      if (data.kind === 'progress') tell(data);
      else if (data.kind === 'verdict') resolve(data);
      else reject(new Error(data.message));
    };
    worker.onerror = () => reject(new Error('The verifier could not be started.'));
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  worker.postMessage(task);
  return reply.finally(() => worker.terminate());
}
