import type { AccountState } from '@countersign/contracts';
import { Result } from '../../marks/index.ts';

export const stateWord: Record<AccountState, string> = {
  active: 'Active',
  invited: 'Invited',
  closed: 'Closed',
};

/** Whether somebody can sign in: yes, not yet, or no more. */
export function AccountMark({ state }: { state: AccountState }) {
  return (
    <Result tone={state === 'active' ? 'ok' : state === 'invited' ? 'owed' : 'none'}>
      {stateWord[state]}
    </Result>
  );
}
