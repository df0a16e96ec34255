import { graphAttribute, int64s, model, node, TYPE, tensor, value } from './onnx-builder.ts';

const x = value('x', TYPE.FLOAT, ['batch', 1]);
const y = value('y', TYPE.FLOAT, ['batch', 1]);
const MAX_INT64 = 2n ** 63n - 1n;

/** Schema of all models here: one float in, one float out. */
export const ONE_FLOAT = {
  inputs: [{ name: 'x', dtype: 'float32', kind: 'numeric' }],
  outputs: [{ name: 'y', dtype: 'float32' }],
  onnx: {
    layout: 'one-tensor-per-input',
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['batch', 1] }],
    outputs: [{ name: 'y', type: 'FLOAT', shape: ['batch', 1] }],
  },
};

/** y = x + x */
export const doubling = (): Buffer =>
  model({ node: [node('Add', ['x', 'x'], ['y'])], input: [x], output: [y] });

/** Adds x to itself 2^63 - 1 times. Each name is another file: what one is suspected of, another is not. */
export const endlessLoop = (name = 'endless'): Buffer => {
  const body = {
    name: 'body',
    node: [node('Identity', ['go'], ['go_on']), node('Add', ['sum', 'x'], ['next'])],
    input: [value('i', TYPE.INT64, []), value('go', TYPE.BOOL, []), value('sum', TYPE.FLOAT, ['batch', 1])],
    output: [value('go_on', TYPE.BOOL, []), value('next', TYPE.FLOAT, ['batch', 1])],
  };
  return model({
    name,
    node: [node('Loop', ['times', 'yes', 'x'], ['y'], [graphAttribute('body', body)])],
    initializer: [
      tensor('times', TYPE.INT64, [], int64s(MAX_INT64)),
      tensor('yes', TYPE.BOOL, [], Buffer.from([1])),
    ],
    input: [x],
    output: [y],
  });
};

/** Fills `size` floats with x and gives their largest; the size is only known when the model runs. */
export const hugeTensor = (size: bigint): Buffer =>
  model({
    node: [
      node('Shape', ['x'], ['rows']),
      node('Mul', ['rows', 'size'], ['wide']),
      node('Expand', ['x', 'wide'], ['filled']),
      node('ReduceMax', ['filled'], ['y']),
    ],
    initializer: [tensor('size', TYPE.INT64, [2], int64s(1n, size))],
    input: [x],
    output: [y],
  });

/** Doubles a tensor's length again and again, so that memory is taken bit by bit. */
export const growingTensor = (): Buffer => {
  const body = {
    name: 'body',
    node: [
      node('Identity', ['go'], ['go_on']),
      node('Concat', ['all', 'all'], ['more'], [{ name: 'axis', i: 0, type: 2 }]),
    ],
    input: [value('i', TYPE.INT64, []), value('go', TYPE.BOOL, []), value('all', TYPE.FLOAT, ['n', 1])],
    output: [value('go_on', TYPE.BOOL, []), value('more', TYPE.FLOAT, ['n', 1])],
  };
  return model({
    node: [
      node('Loop', ['times', 'yes', 'x'], ['grown'], [graphAttribute('body', body)]),
      node('ReduceMax', ['grown'], ['y']),
    ],
    initializer: [
      tensor('times', TYPE.INT64, [], int64s(60n)),
      tensor('yes', TYPE.BOOL, [], Buffer.from([1])),
    ],
    input: [x],
    output: [y],
  });
};

/** A constant of 2^40 floats, which an optimiser would fold while the model is opened. */
export const hugeConstant = (): Buffer =>
  model({
    node: [
      node('ConstantOfShape', ['shape'], ['zeros']),
      node('ReduceMax', ['zeros'], ['zero']),
      node('Add', ['x', 'zero'], ['y']),
    ],
    initializer: [tensor('shape', TYPE.INT64, [2], int64s(2n ** 20n, 2n ** 20n))],
    input: [x],
    output: [y],
  });

/** Answers with twice as many rows as it was asked. */
export const twoRowsEach = (): Buffer =>
  model({
    node: [node('Concat', ['x', 'x'], ['y'], [{ name: 'axis', i: 0, type: 2 }])],
    input: [x],
    output: [y],
  });
