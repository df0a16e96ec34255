import type { Me } from '@countersign/contracts';
import { useState } from 'react';

export type Method = 'passkey' | 'sign-on' | 'password';

export interface Proof {
  readonly me: Me;
  readonly method: Method;
  /** Other ways that this person has. */
  readonly others: readonly Method[];
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

/** How somebody shows, for one act, that it is them: their passkey where they have one, else their provider or password. */
export function useProof(me: Me, mayUseOthers = true): Proof {
  const ways: Method[] = [
    ...(mayUseOthers && me.proofs.passkey ? (['passkey'] as const) : []),
    ...(mayUseOthers && me.proofs.signOn ? (['sign-on'] as const) : []),
    ...(me.proofs.password ? (['password'] as const) : []),
  ];
  const [state, setState] = useState<Pick<Proof, 'method' | 'password' | 'code'>>({
    method: ways[0] ?? 'password',
    password: '',
    code: '',
  });
  const { method, password, code } = state;
  const missing =
    method === 'password'
      ? [
          ...(password === '' ? ['enter your password'] : []),
          ...(me.proofs.code && code.trim() === '' ? ['enter the code of your app'] : []),
        ]
      : [];
  return {
    me,
    ...state,
    others: ways.filter((way) => way !== method),
    missing,
    given: { password, ...(me.proofs.code ? { code: code.trim() } : {}) },
    change: (part) => setState((before) => ({ ...before, ...part })),
    clear: () => setState((before) => ({ ...before, password: '', code: '' })),
  };
}
