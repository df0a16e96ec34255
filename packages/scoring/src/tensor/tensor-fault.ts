/** Tensors that are not well formed: wrong size, broken text, bytes that are no packed tensors. */
export class TensorFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TensorFault';
  }
}
