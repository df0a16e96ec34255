import type { Me } from '@countersign/contracts';
import { useState } from 'react';

export interface Proof {
  readonly me: Me;
  readonly method: 'passkey' | 'password';
  readonly mayChoose: boolean;
  readonly password: string;
  readonly code: string;
  /** What is still owed before the button may be pressed; empty for a passkey, which is asked by the button. */
  readonly missing: readonly string[];
  /** For the calls that take a password. */
  readonly given: { readonly password: string; readonly code?: string };
  readonly change: (part: Partial<Pick<Proof, 'method' | 'password' | 'code'>>) => void;
  /** After a refusal: nothing secret stays in a field. */
  readonly clear: () => void;
}

/** How somebody shows, for one act, that it is them: their passkey where they have one, else password and code. */
export function useProof(me: Me, mayUsePasskey = true): Proof {
  const hasPasskey = mayUsePasskey && me.proofs.passkey;
  const [state, setState] = useState<Pick<Proof, 'method' | 'password' | 'code'>>({
    method: hasPasskey ? 'passkey' : 'password',
    password: '',
    code: '',
  });
  const { method, password, code } = state;
  const missing =
    method === 'passkey'
      ? []
      : [
          ...(password === '' ? ['enter your password'] : []),
          ...(me.proofs.code && code.trim() === '' ? ['enter the code of your app'] : []),
        ];
  return {
    me,
    ...state,
    mayChoose: hasPasskey && me.proofs.password,
    missing,
    given: { password, ...(me.proofs.code ? { code: code.trim() } : {}) },
    change: (part) => setState((before) => ({ ...before, ...part })),
    clear: () => setState((before) => ({ ...before, password: '', code: '' })),
  };
}
