import type { SampleFile } from './example-version.ts';

/** An ONNX Loop that adds x to itself 2^63 - 1 times; `endlessLoop` in the tests of scoring writes these bytes. */
const model = Buffer.from(
  'CAg6nAIKvgEKBXRpbWVzCgN5ZXMKAXgSAXkiBExvb3AqowEKBGJvZHkylwEKFQoCZ28SBWdvX29uIghJZGVudGl0eQoTCgNzdW0KAXgSBG5leHQi' +
    'A0FkZBIEYm9keVoLCgFpEgYKBAgHEgBaDAoCZ28SBgoECAkSAFoaCgNzdW0SEwoRCAESDQoHEgViYXRjaAoCCAFiDwoFZ29fb24SBgoECAkSAGIb' +
    'CgRuZXh0EhMKEQgBEg0KBxIFYmF0Y2gKAggBoAEFEgR0ZXN0KhMQB0IFdGltZXNKCP////////9/KgoQCUIDeWVzSgEBWhgKAXgSEwoRCAESDQoH' +
    'EgViYXRjaAoCCAFiGAoBeRITChEIARINCgcSBWJhdGNoCgIIAUICEA9CDgoKYWkub25ueC5tbBAD',
  'base64',
);

const schema = {
  inputs: [{ name: 'x', dtype: 'float32', kind: 'numeric' }],
  outputs: [{ name: 'y', dtype: 'float32' }],
  onnx: {
    layout: 'one-tensor-per-input',
    inputs: [{ name: 'x', type: 'FLOAT', shape: ['batch', 1] }],
    outputs: [{ name: 'y', type: 'FLOAT', shape: ['batch', 1] }],
  },
};

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** A version whose model never answers; inspection cannot tell. */
export const endlessFiles: readonly SampleFile[] = [
  { path: 'model.onnx', kind: 'artifact', bytes: model },
  { path: 'schema.json', kind: 'schema', bytes: json(schema) },
  {
    path: 'golden.json',
    kind: 'golden-set',
    bytes: json({ rows: [{ id: 'first', inputs: { x: 1 }, expected: { y: 2 } }] }),
  },
];
