import { ConstantScope } from './constant-scope.ts';
import type { OnnxOperator, OnnxProblem } from './onnx-inspection.ts';
import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxSparseData,
  OnnxTensorData,
} from './onnx-model.ts';
import { judgeOperator, judgeTensor } from './operator-rules.ts';

/** Problems that are listed; a hostile file could have millions. */
const MAXIMUM_PROBLEMS = 100;

const sparseTensors = (data: OnnxSparseData): OnnxTensorData[] =>
  [data.values, data.indices].filter((tensor) => tensor !== null);

const tensorsOf = (attribute: OnnxAttribute): OnnxTensorData[] => [
  ...(attribute.t ? [attribute.t] : []),
  ...attribute.tensors,
  ...[...(attribute.sparseTensor ? [attribute.sparseTensor] : []), ...attribute.sparseTensors].flatMap(
    sparseTensors,
  ),
];

/** Visits every operator and every weight of a model: its graph, the graphs inside of operators, its own functions. */
export class GraphWalk {
  readonly problems: OnnxProblem[] = [];
  private readonly counts = new Map<string, OnnxOperator>();

  get operators(): OnnxOperator[] {
    return [...this.counts.values()].sort((a, b) =>
      `${a.domain}.${a.name}` < `${b.domain}.${b.name}` ? -1 : 1,
    );
  }

  model({ graph, functions }: OnnxModel): void {
    if (graph) this.graph(graph, 'graph', undefined);
    for (const { domain, name, node, attributeProto } of functions) {
      const path = `function ${domain}.${name}`;
      const scope = new ConstantScope(node);
      this.nodes(node, path, scope);
      for (const attribute of attributeProto) this.attribute(attribute, `${path}/${attribute.name}`, scope);
    }
  }

  private report(found: readonly OnnxProblem[]): void {
    this.problems.push(...found.slice(0, MAXIMUM_PROBLEMS - this.problems.length));
  }

  private graph(graph: OnnxGraph, path: string, outer: ConstantScope | undefined): void {
    for (const tensor of graph.initializer) this.report(judgeTensor(tensor, path));
    for (const tensor of graph.sparseInitializer.flatMap(sparseTensors))
      this.report(judgeTensor(tensor, path));
    this.nodes(graph.node, path, new ConstantScope(graph.node, graph, outer));
  }

  private nodes(nodes: readonly OnnxNode[], path: string, scope: ConstantScope): void {
    for (const node of nodes) {
      const at = `${path}/${node.name || node.opType}`;
      this.count(node);
      const finding = judgeOperator(node, scope);
      if (finding) this.report([{ ...finding, path: at }]);
      for (const attribute of node.attribute) this.attribute(attribute, `${at}/${attribute.name}`, scope);
    }
  }

  private attribute(attribute: OnnxAttribute, path: string, scope: ConstantScope): void {
    for (const tensor of tensorsOf(attribute)) this.report(judgeTensor(tensor, path));
    for (const graph of [...(attribute.g ? [attribute.g] : []), ...attribute.graphs])
      this.graph(graph, path, scope);
  }

  private count({ domain, opType }: OnnxNode): void {
    const space = domain === '' ? 'ai.onnx' : domain;
    const key = `${space}.${opType}`;
    const found = this.counts.get(key);
    if (found) found.count += 1;
    else this.counts.set(key, { domain: space, name: opType, count: 1 });
  }
}
