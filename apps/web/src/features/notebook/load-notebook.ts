import { problemOf, RestRefusal } from '../../app/problem.ts';
import type { NotebookDocument } from './notebook-document.ts';

interface Reply {
  notebook?: NotebookDocument | null;
  refusal?: unknown;
  failure?: string;
}

/** Reads the notebook at an address of the portal in a worker; null where the file is none. */
export function loadNotebook(url: string, signal: AbortSignal): Promise<NotebookDocument | null> {
  const worker = new Worker(new URL('./notebook-worker.ts', import.meta.url), { type: 'module' });
  const reply = new Promise<NotebookDocument | null>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.notebook !== undefined) resolve(data.notebook);
      else if (data.failure !== undefined) reject(new Error(data.failure));
      else reject(new RestRefusal(problemOf(data.refusal)));
    };
    worker.onerror = () => reject(new Error('The notebook could not be read.'));
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  worker.postMessage(new URL(url, location.href).href);
  return reply.finally(() => worker.terminate());
}
