import { queryOptions } from '@tanstack/react-query';
import { problemOf, RestRefusal } from '../../app/problem.ts';
import type { NotebookDocument } from './notebook-document.ts';

interface Reply {
  notebook?: NotebookDocument | null;
  refusal?: unknown;
  failure?: string;
}

/** The notebook at an address of the portal, which never changes; null where the file is none. */
export const notebookQuery = ({ url, digest }: { url: string; digest: string }) =>
  queryOptions({
    queryKey: ['notebook', digest],
    queryFn: ({ signal }) => loadNotebook(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** Read in a worker. */
function loadNotebook(url: string, signal: AbortSignal): Promise<NotebookDocument | null> {
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
