import type { Me } from '@countersign/contracts';
import { TextField } from '../../controls/index.ts';
import type { Method, Proof } from './use-proof.ts';

/** Asks for what `proof` still needs. Passkey and identity provider are asked by the button. */
export function ProofFields({ proof, every = 'signature' }: { proof: Proof; every?: string }) {
  const { me, method, others, change } = proof;
  return (
    <>
      {method === 'password' ? (
        <PasswordFields proof={proof} every={every} />
      ) : (
        <p className="soft text-13">
          {method === 'passkey'
            ? `Your passkey is asked for every ${every}: it signs the digest of exactly this record.`
            : `For every ${every} ${me.signOn} asks you again, in a window of its own.`}
        </p>
      )}
      {others.map((other) => (
        <button
          key={other}
          type="button"
          className="link justify-self-start"
          onClick={() => change({ method: other })}
        >
          Use {wordOf(other, me)} instead
        </button>
      ))}
    </>
  );
}

const wordOf = (method: Method, me: Me): string =>
  ({ passkey: 'a passkey', password: 'the password', 'sign-on': me.signOn ?? 'single sign-on' })[method];

function PasswordFields({ proof, every }: { proof: Proof; every: string }) {
  const { me, password, code, change } = proof;
  return (
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
  );
}
