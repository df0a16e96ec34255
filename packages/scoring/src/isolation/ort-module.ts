import type { Dtype } from '../schema/schema.ts';

export type OrtData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array | string[];

export interface OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

export interface OrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, OrtTensor>, fetches: readonly string[]): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

/** The part of onnxruntime-web's interface that is used; the same for every version kept under an alias. */
export interface OrtModule {
  env: {
    logLevel?: string;
    wasm: { numThreads?: number; proxy?: boolean; wasmBinary?: ArrayBufferLike | Uint8Array };
  };
  Tensor: new (type: Dtype, data: OrtData, dims: readonly number[]) => OrtTensor;
  InferenceSession: {
    create(
      model: Uint8Array,
      options: {
        executionProviders: string[];
        executionMode: 'sequential';
        graphOptimizationLevel: string;
        logSeverityLevel: number;
      },
    ): Promise<OrtSession>;
  };
}
