import type { ErasureAhead, LookAtErasure } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, Definitions, ProblemNote, Reasons, Section, TextField } from '../../controls/index.ts';
import { counted, Result, When } from '../../marks/index.ts';
import { grantOf, type Proof, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';
import { holdText } from './words.ts';

interface Asked extends LookAtErasure {
  readonly ahead: ErasureAhead;
}

/** First a grant for exactly this erasure, then the signature that consumes it. */
async function erase({ asked, proof }: { asked: Asked; proof: Proof }) {
  const { subject, reason, ahead } = asked;
  const digest = ahead.digest ?? '';
  const act = {
    requestId: ahead.keyId ?? '',
    decision: 'endorse' as const,
    substance: digest,
    presentation: digest,
  };
  const grant = await grantOf(proof, {
    passkey: () => api.erasure.prepare.mutate({ subject, reason, digest }),
    password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
    signOn: () => api.signOff.startStepUp.mutate(act),
  });
  return api.erasure.erase.mutate({ subject, reason, digest, grant });
}

function Ahead({ ahead }: { ahead: ErasureAhead }) {
  return (
    <Definitions
      items={[
        [
          'Would be erased',
          `inputs, outputs and decisions of ${counted(ahead.predictions + ahead.earlier, 'prediction')}${ahead.models.length > 0 ? ` of ${ahead.models.join(', ')}` : ''}`,
        ],
        ahead.earlier > 0
          ? [
              'Of these',
              `${counted(ahead.earlier, 'prediction')} from before the subject had a key: contents are removed, but the digests that stay are not salted, so whoever can guess an input can confirm it`,
            ]
          : null,
        ahead.withoutKey > 0
          ? [
              'Stays',
              `${counted(ahead.withoutKey, 'prediction')} from before the subject had a key, scored together with others: their contents cannot be erased alone`,
            ]
          : null,
        ...ahead.erasedAt.map(
          (at) => ['Erased before', <When key={at} at={at} precision="minute" />] as const,
        ),
        ...ahead.holds.map(
          (hold) =>
            [
              'Legal hold',
              <span key={hold.id}>
                <Result tone="no">On {holdText(hold)}</Result> {hold.reason}
              </span>,
            ] as const,
        ),
      ]}
    />
  );
}

function Signing({ asked, onDone }: { asked: Asked; onDone: () => void }) {
  const whyId = useId();
  const proof = useProof(useMe());
  const command = useCommand(erase, onDone);
  const { holds, keyId } = asked.ahead;
  const blockers = [
    ...(keyId === null ? ['Nothing is sealed under a key of this subject.'] : []),
    ...(holds.length > 0 ? ['A legal hold forbids it: it has to be lifted first.'] : []),
    ...(keyId !== null && holds.length === 0 ? proof.missing.map((part) => `Please ${part}.`) : []),
  ];
  return (
    <form
      className="form pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (blockers.length === 0 && !command.isPending)
          command.mutate({ asked, proof }, { onError: proof.clear });
      }}
    >
      {keyId !== null && holds.length === 0 && <ProofFields proof={proof} />}
      {command.error && <ProblemNote title="Not erased" problem={problemOf(command.error)} />}
      <div>
        <Button
          kind="stop"
          submit
          busy={command.isPending}
          off={blockers.length > 0}
          describedBy={blockers.length > 0 ? whyId : undefined}
        >
          Erase and sign
        </Button>
        <Reasons id={whyId} title="Before it can be erased" sentences={blockers} />
      </div>
    </form>
  );
}

/** The reference stays in this form: it is in no address, no history and no storage of the browser. */
export function EraseSection() {
  const [subject, setSubject] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState(0);
  const look = useCommand(async (input: LookAtErasure) => ({
    ...input,
    ahead: await api.erasure.look.mutate(input),
  }));
  const ready = subject.trim() !== '' && reason.trim() !== '';
  return (
    <Section title="Erase a subject">
      <p className="lede pt-2">
        Erasing destroys the subject’s key, and with it inputs, outputs and decisions of every prediction
        about it, and the replies kept for repeated requests. Digests, proofs and the ledger stay; the entry
        is the certificate. It cannot be taken back. Backups, packs and samples made before still hold what
        they held.
      </p>
      <form
        className="tools pt-4"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !look.isPending)
            look.mutate({ subject: subject.trim(), reason: reason.trim() }, { onSuccess: setAsked });
        }}
      >
        <TextField
          label="Subject reference"
          value={subject}
          onChange={(event) => {
            setSubject(event.target.value);
            setAsked(null);
          }}
          size={24}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          label="Reason, becomes part of the record"
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
            setAsked(null);
          }}
          size={40}
          maxLength={2_000}
        />
        <Button submit busy={look.isPending} off={!ready}>
          Look at what would be erased
        </Button>
      </form>
      {look.error && <ProblemNote title="Not looked up" problem={problemOf(look.error)} />}
      {done > 0 && !asked && (
        <p className="py-2" role="status">
          <Result tone="ok">Erased</Result> <span className="soft">the key is destroyed</span>
        </p>
      )}
      {asked && (
        <>
          <Ahead ahead={asked.ahead} />
          <Signing
            asked={asked}
            onDone={() => {
              setAsked(null);
              setSubject('');
              setDone(done + 1);
            }}
          />
        </>
      )}
    </Section>
  );
}
