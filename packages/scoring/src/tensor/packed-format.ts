import type { Dtype } from '../schema/schema.ts';

/**
 * The packed form of a set of tensors, version 1. All integers are unsigned 32-bit little-endian.
 *
 *     magic    4 bytes  "CSTT"
 *     version  1 byte   0x01
 *     count             number of tensors
 *     per tensor, in ascending order of the UTF-8 bytes of its name:
 *       length of the name, name in UTF-8
 *       dtype  1 byte   see DTYPE_CODES
 *       rank, then each dimension
 *       length of the data in bytes, data
 *
 * Data are raw little-endian elements in row-major order; bool is one byte, 0 or 1. Text data are, for each element, its
 * length in bytes and its UTF-8 bytes. There is one packed form of a set of tensors, and the digest is the SHA-256 of it.
 */
export const MAGIC = Buffer.from('CSTT', 'latin1');
export const FORMAT_VERSION = 1;

export const DTYPE_CODES: Readonly<Record<Dtype, number>> = {
  float32: 1,
  float64: 2,
  int64: 3,
  int32: 4,
  bool: 5,
  string: 6,
};

export const MAXIMUM_TENSORS = 65_536;
export const MAXIMUM_RANK = 8;
/** Upper bound of one packed set, in bytes. */
export const MAXIMUM_PACKED_BYTES = 1_073_741_824;
