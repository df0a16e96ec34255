import { TextField } from '../../controls/index.ts';
import type { Proof } from './use-proof.ts';

/** Asks for what `proof` still needs. The passkey itself is asked for by the button. */
export function ProofFields({ proof, every = 'signature' }: { proof: Proof; every?: string }) {
  const { me, method, mayChoose, password, code, change } = proof;
  const other = method === 'passkey' ? 'password' : 'passkey';
  return (
    <>
      {method === 'passkey' ? (
        <p className="soft text-13">
          Your passkey is asked for every {every}: it signs the digest of exactly this record.
        </p>
      ) : (
        <>
          <TextField
            label={`Password of ${me.person.name}, asked for every ${every}`}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => change({ password: event.target.value })}
          />
          {me.proofs.code && (
            <TextField
              label="Code of your authenticator app, or a recovery code"
              inputMode="text"
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => change({ code: event.target.value })}
            />
          )}
        </>
      )}
      {mayChoose && (
        <button type="button" className="link justify-self-start" onClick={() => change({ method: other })}>
          {other === 'password' ? 'Use the password instead' : 'Use a passkey instead'}
        </button>
      )}
    </>
  );
}
