import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { receiptIn, showReceipt } from './receipts.ts';

/**
 * A governed command. Nothing is shown as done before the server has said so; then everything on the page is read
 * anew, because one entry can move a stage, a gate, an inbox and the ledger's head together.
 */
export function useCommand<Output, Input = void>(
  run: (input: Input) => Promise<Output>,
  then?: (output: Output) => void,
  /** False where the page itself shows the entry. */
  announces = true,
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  return useMutation<Output, Error, Input>({
    mutationFn: run,
    onSuccess: async (output) => {
      const receipt = receiptIn(output);
      if (receipt && announces) showReceipt(receipt);
      await client.invalidateQueries();
      then?.(output);
    },
  });
}
