import type { GateView, SignedOff, SigningSubject, Sitting, VersionPage } from '@countersign/contracts';
import { useState } from 'react';
import { Button } from '../../controls/index.ts';
import { CopyButton, counted, decisionPast, gateWord, When, WholeDigest } from '../../marks/index.ts';
import { ClaimNote } from '../claim/index.ts';
import type { Draft } from './draft.ts';
import { ReEndorseForm } from './re-endorse-form.tsx';
import { Requirements } from './requirements.tsx';
import { SignForm } from './sign-form.tsx';
import { SignedNote } from './signed-note.tsx';
import { placeTitle } from './signing-place.ts';

function Covered({ subject }: { subject: SigningSubject }) {
  const { evidenceDigests, goal } = subject;
  return (
    <div className="panel-ground sign-covers">
      <h3>Your signature covers</h3>
      <dl>
        <dt>Substance</dt>
        <dd>
          <WholeDigest value={subject.substance} />
        </dd>
        <dt>Presentation</dt>
        <dd>
          <WholeDigest value={subject.presentation} />
        </dd>
        {goal && (
          <>
            <dt>Goal</dt>
            <dd>
              <WholeDigest value={goal.digest} />
            </dd>
          </>
        )}
        <dt>Also covered</dt>
        <dd>
          {counted(evidenceDigests.length, 'evidence digest')}
          {subject.references.length > 0 && `, ${counted(subject.references.length, 'reference')}`}
          {subject.attachments.length > 0 && `, ${counted(subject.attachments.length, 'attachment')}`}{' '}
          <CopyButton
            text={[
              subject.substance,
              subject.presentation,
              ...evidenceDigests,
              ...(goal ? [goal.digest] : []),
              ...(subject.referencesDigest ? [subject.referencesDigest] : []),
            ].join('\n')}
            what="all digests"
          />
        </dd>
      </dl>
    </div>
  );
}

function Mine({
  mine,
  final,
  again,
}: {
  mine: NonNullable<SigningSubject['mine']>;
  /** The one signature of the expedited road closes its request. */
  final: boolean;
  again: () => void;
}) {
  return (
    <div className="sign-form">
      <p>
        <b>You {decisionPast[mine.decision]}</b> revision {mine.revision} on <When at={mine.at} />.
      </p>
      <p className="soft text-13">
        {final
          ? 'Your sign-off counts: an operator may deploy on it.'
          : 'Your sign-off counts. It can be withdrawn under Sign-offs until the gate is satisfied.'}
      </p>
      {!final && <Button onClick={again}>Decide anew</Button>}
    </div>
  );
}

/** The certificate's register inside the instrument: who is missing, what is covered, and the act of signing. */
export function SignPanel({
  page,
  gate,
  subject,
  draft,
  change,
  signed,
  decided,
  sitting,
  onSigned,
}: {
  page: VersionPage;
  gate: GateView;
  subject: SigningSubject;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  signed: SignedOff | null;
  decided: Draft['decision'];
  sitting: Sitting | undefined;
  onSigned: (answer: SignedOff) => void;
}) {
  const [again, setAgain] = useState(false);
  const { mine, expedited } = subject;
  const done = expedited ? ', signed' : ', satisfied';
  const title = `${placeTitle(subject)}${signed?.satisfied ? done : ''}`;
  return (
    <aside
      className="panel sign"
      id="sign"
      aria-label={
        expedited
          ? 'Sign-off on the expedited road'
          : `Sign-off at the ${gateWord[gate.gate].toLowerCase()} gate`
      }
    >
      <header>
        <h2>{title}</h2>
        <p className="cap flex justify-between gap-2">
          <span>
            {gate.signed} of {gate.needed} sign-offs, revision {subject.revision}
            {gate.environment && `, ${gate.environment}`}
            {expedited && `, incident ${expedited.incident}`}
          </span>
          {gate.request?.dueAt && (
            <span>
              due <When at={gate.request.dueAt} precision={expedited ? 'minute' : 'day'} />
            </span>
          )}
        </p>
      </header>
      {signed ? (
        <SignedNote
          signed={signed}
          decision={decided}
          requestId={subject.requestId}
          inSitting={sitting !== undefined}
        />
      ) : (
        <>
          <div className="px-4 pt-2">
            <ClaimNote
              requestId={subject.requestId}
              what={`${placeTitle(subject)}, ${page.version.model.key} ${page.version.label}`}
            />
          </div>
          <Requirements gate={gate} subject={subject} draft={draft} />
          <Covered subject={subject} />
          {mine?.state === 'owed' ? (
            <ReEndorseForm subject={subject} signOffId={mine.id} onSigned={onSigned} />
          ) : mine?.state === 'current' && !again ? (
            <Mine mine={mine} final={expedited?.signer != null} again={() => setAgain(true)} />
          ) : (
            <SignForm
              page={page}
              subject={subject}
              draft={draft}
              change={change}
              sitting={sitting}
              onSigned={onSigned}
            />
          )}
        </>
      )}
    </aside>
  );
}
