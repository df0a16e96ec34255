import { useEffect, useState } from 'react';
import type { GraphLayout } from './lay-out.ts';
import type { ShownGraph } from './shown-graph.ts';

type Laid = { readonly of: ShownGraph; readonly layout: GraphLayout | null; readonly failed: boolean };

/** Where the nodes stand, worked out beside the page. The layout of the graph before stays until the new one is there. */
export function useLayout(graph: ShownGraph): Laid | null {
  const [laid, setLaid] = useState<Laid | null>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<GraphLayout>) =>
      setLaid({ of: graph, layout: data, failed: false });
    worker.onerror = () => setLaid({ of: graph, layout: null, failed: true });
    worker.postMessage({ nodes: graph.nodes.length, edges: graph.places });
    return () => worker.terminate();
  }, [graph]);
  return laid;
}
