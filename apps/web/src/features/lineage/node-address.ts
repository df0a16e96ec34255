import { kindOfNode } from './kind-of-node.ts';

/** Where the lineage around a node is drawn. */
export const lineageParams = (id: string): { kind: string; known: string } => {
  const kind = kindOfNode(id);
  return { kind, known: id.slice(kind.length + 1) };
};

/** Of what somebody may ask which versions come from it. */
export const hasReach = (id: string): boolean =>
  ['dataset', 'code', 'notebook', 'run', 'version'].includes(kindOfNode(id));
