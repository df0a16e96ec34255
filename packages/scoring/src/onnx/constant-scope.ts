import type { OnnxGraph, OnnxNode, OnnxTensorData } from './onnx-model.ts';

/** Values of a graph that are known before it runs. A graph inside of an operator sees those around it. */
export class ConstantScope {
  private readonly own = new Map<string, OnnxTensorData | undefined>();
  private readonly outer: ConstantScope | undefined;

  constructor(nodes: readonly OnnxNode[], graph?: OnnxGraph, outer?: ConstantScope) {
    this.outer = outer;
    for (const tensor of graph?.initializer ?? []) this.own.set(tensor.name, tensor);
    // An input hides what has its name outside, and an initializer of its name is only a default that may be replaced.
    for (const { name } of graph?.input ?? []) this.own.set(name, undefined);
    for (const node of nodes) {
      const value =
        node.opType === 'Constant' ? node.attribute.find(({ name }) => name === 'value')?.t : undefined;
      for (const output of node.output) this.own.set(output, value ?? undefined);
    }
  }

  find(name: string): OnnxTensorData | undefined {
    return this.own.has(name) ? this.own.get(name) : this.outer?.find(name);
  }
}
