import { createHash } from 'node:crypto';
import { packTensors } from './pack-tensors.ts';
import type { Tensor } from './tensor.ts';

/**
 * SHA-256, hex, over name, type, shape and raw bytes of every tensor: the digest of the packed form, whatever the order in
 * which the tensors are given. NaN payloads and the sign of zero count.
 */
export const digestTensors = (tensors: readonly Tensor[]): string =>
  createHash('sha256').update(packTensors(tensors)).digest('hex');
