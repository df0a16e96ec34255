import type { GateView, SigningSubject } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Glyph, referenceWord, roleWord } from '../../marks/index.ts';
import { openQuestions, unopenedEvidence } from './blockers.ts';
import type { Draft } from './draft.ts';

function Line({ met, children }: { met: boolean; children: ReactNode }) {
  return (
    <li>
      <span className={met ? 'text-ok' : undefined}>
        <Glyph name={met ? 'tick' : 'slot'} size={14} />
        <span className="sr">{met ? 'done: ' : 'owed: '}</span>
      </span>
      <span>{children}</span>
    </li>
  );
}

const isRole = (role: string): role is keyof typeof roleWord => role in roleWord;
const wordOf = (role: string): string => (isRole(role) ? roleWord[role].toLowerCase() : role);

const numberWord = ['No', 'One', 'Two', 'Three', 'Four'];

function Places({ gate, subject }: { gate: GateView; subject: SigningSubject }) {
  const maySign = subject.reasons.endorse.length === 0;
  return gate.places.flatMap(({ role, quorum, filled }) => {
    const missing = quorum - filled.length;
    const mine =
      maySign && (subject.expedited ? subject.roles.length > 0 : subject.roles.some((held) => held === role));
    return [
      ...filled.map((person) => (
        <Line key={`${role}/${person.id}`} met>
          <b>{person.name}</b> endorsed
          <span className="cap block">as {wordOf(role)}</span>
        </Line>
      )),
      ...(missing > 0
        ? [
            <Line key={role} met={false}>
              <b>
                {numberWord[missing] ?? missing} more {wordOf(role)}
                {missing > 1 && 's'}
              </b>
              {mine && ', you can sign'}
              {!mine && gate.couldSign.length > 0 && (
                <span className="cap block">
                  could sign: {gate.couldSign.map(({ name }) => name).join(', ')}
                </span>
              )}
            </Line>,
          ]
        : []),
    ];
  });
}

/** What the gate needs, met or owed; each thing that this person owes is a link to where it is done. */
export function Requirements({
  gate,
  subject,
  draft,
}: {
  gate: GateView;
  subject: SigningSubject;
  draft: Draft;
}) {
  const needed = gate.evidence.length;
  const holding = gate.evidence.filter(({ status }) => status === 'pass').length;
  const required = subject.evidence.filter((found) => found.required);
  const unopened = unopenedEvidence(subject);
  const open = openQuestions(subject, draft);
  // A re-endorsement is over the difference alone: evidence and checklist were signed before.
  const questions = subject.mine?.state === 'owed' ? 0 : subject.checklist.length;
  return (
    <ul className="panel-needs">
      <Places gate={gate} subject={subject} />
      {gate.heldBy.map(({ id, name }) => (
        <Line key={id} met={false}>
          <b>{name}</b> asked for changes, which holds the gate
        </Line>
      ))}
      {needed > 0 && (
        <Line met={holding === needed}>
          Required evidence {holding === needed ? 'holds' : 'is owed'}, {holding} of {needed}
        </Line>
      )}
      {gate.references.map(({ kind, met }) => (
        <Line key={kind} met={met}>
          {referenceWord[kind]} {met ? 'is named' : 'is not named yet'}
          {!met && (
            <span className="cap block">
              <a className="inline-block min-h-6" href="#references">
                References of the version
              </a>
            </span>
          )}
        </Line>
      ))}
      {required.length > 0 && subject.mine?.state !== 'owed' && (
        <Line met={unopened.length === 0}>
          {unopened.length === 0
            ? `You opened the required evidence, ${required.length} of ${required.length}`
            : `Not opened by you yet, ${unopened.length} of ${required.length}`}
          {unopened.length > 0 && (
            <span className="cap flex flex-wrap gap-x-3">
              {unopened.map(({ id, name }) => (
                <Link
                  key={id}
                  className="min-h-6"
                  to="."
                  search={(before) => ({ ...before, evidence: id })}
                  resetScroll={false}
                >
                  {name}
                </Link>
              ))}
            </span>
          )}
        </Line>
      )}
      {questions > 0 && (
        <Line met={open.length === 0}>
          Checklist, {questions - open.length} of {questions} answered
          {open[0] !== undefined && (
            <span className="cap block">
              <a className="inline-block min-h-6" href={`#question-${open[0]}`}>
                {open[0]}. {subject.checklist[open[0] - 1]}
              </a>
            </span>
          )}
        </Line>
      )}
    </ul>
  );
}
