import type {
  ApprovalCondition,
  Me,
  SignedOff,
  SigningSubject,
  Sitting,
  SuggestionInput,
  VersionPage,
} from '@countersign/contracts';
import { type Decision, expeditedHours } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, RadioSegments, Reasons, Select, TextArea } from '../../controls/index.ts';
import { dayText, decisionWord, roleWord, stageWord } from '../../marks/index.ts';
import { grantOf, type Proof, ProofFields, useProof } from '../credential/index.ts';
import { ConditionFields, conditionOf } from '../finding/index.ts';
import { useMe } from '../session/index.ts';
import { SuggestionFields, suggestibles, suggestionsOf } from '../suggestion/index.ts';
import { releaseNotesQuery } from '../version/index.ts';
import { signingBlockers } from './blockers.ts';
import type { Draft } from './draft.ts';

const decisions = Object.keys(decisionWord) as Decision[];

interface SignInput {
  subject: SigningSubject;
  draft: Draft;
  role: SigningSubject['roles'][number];
  meaning: string;
  proof: Proof;
  suggestions: SuggestionInput[];
  condition: ApprovalCondition | undefined;
  sittingId: string | undefined;
}

/** First a grant for exactly this signature, by passkey or password, then the signature that consumes it. */
async function sign({
  subject,
  draft,
  role,
  meaning,
  proof,
  suggestions,
  condition,
  sittingId,
}: SignInput): Promise<SignedOff> {
  const { requestId, substance, presentation, evidenceDigests, goal, checklist } = subject;
  const { decision, comment, answers } = draft;
  const content = {
    requestId,
    decision,
    role,
    meaning,
    comment: comment.trim(),
    checklist: checklist.flatMap((question) => {
      const given = answers[question];
      if (!given) return [];
      const note = given.note.trim();
      return [{ question, answer: given.answer, ...(note === '' ? {} : { note }) }];
    }),
    substance,
    presentation,
    evidenceDigests,
    goalDigest: goal?.digest ?? null,
    referencesDigest: subject.referencesDigest,
    ...(suggestions.length > 0 ? { suggestions } : {}),
    ...(condition ? { condition } : {}),
  };
  const act = { requestId, decision, substance, presentation, sittingId };
  const grant = await grantOf(proof, {
    passkey: () => api.signOff.prepare.mutate({ ...content, sittingId }),
    password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
    signOn: () => api.signOff.startStepUp.mutate(act),
  });
  return api.signOff.sign.mutate({ ...content, grant });
}

function consequence(
  subject: SigningSubject,
  decision: Decision,
  condition: ApprovalCondition | undefined,
): string | null {
  if (decision === 'endorse' && subject.wouldEnter) {
    const until =
      subject.goal?.state === 'asked' ? ` until ${dayText(condition?.until ?? subject.goal.until)}` : '';
    return `Your signature satisfies the gate: the version becomes ${stageWord[subject.wouldEnter].toLowerCase()}${until}.`;
  }
  if (subject.expedited) return expeditedConsequence(subject.expedited.environment, decision);
  if (decision === 'request-changes')
    return 'The gate is held until you withdraw this or a new revision comes.';
  if (decision === 'reject') return 'The gate closes for this substance. A rejection cannot be withdrawn.';
  return null;
}

function expeditedConsequence(environment: string, decision: Decision): string {
  switch (decision) {
    case 'endorse':
      return `An operator may deploy it in ${environment} at once, for at most ${expeditedHours} hours. No gate is filled.`;
    case 'request-changes':
      return 'The request stays open; nothing is deployed on it.';
    case 'reject':
      return 'The expedited road closes for this substance. A rejection cannot be withdrawn.';
  }
}

/** What can be suggested beside a request for changes; an approved version is amended no more. */
function useSuggestible(page: VersionPage, subject: SigningSubject, draft: Draft) {
  const { model, label } = page.version;
  const offered =
    draft.decision === 'request-changes' &&
    !subject.expedited &&
    ['registered', 'reviewed'].includes(page.version.earned);
  const notes = useQuery({
    ...releaseNotesQuery({ model: model.key, version: label }),
    enabled: offered,
  });
  return offered && notes.data ? suggestibles(page, notes.data.markdown) : [];
}

const withoutCode = (me: Me): Me => ({ ...me, proofs: { ...me.proofs, code: false } });

export function SignForm({
  page,
  subject,
  draft,
  change,
  sitting,
  onSigned,
}: {
  page: VersionPage;
  subject: SigningSubject;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** The one in which this is signed, while it runs. */
  sitting: Sitting | undefined;
  onSigned: (answer: SignedOff) => void;
}) {
  const me = useMe();
  // After the first signature of a sitting the password alone is the one factor.
  const proof = useProof(sitting?.isFull ? withoutCode(me) : me);
  const whyId = useId();
  const command = useCommand(sign, onSigned, false);
  const meanings = subject.meanings[draft.decision];
  const meaning = meanings.includes(draft.meaning) ? draft.meaning : (meanings[0] ?? '');
  const role = subject.roles.find((held) => held === draft.role) ?? subject.roles[0];
  const blockers = signingBlockers(subject, draft, proof.missing);
  const ready = blockers.length === 0 && role !== undefined && meaning !== '';
  const suggestible = useSuggestible(page, subject, draft);
  // What may be narrowed: an endorsement at approval of what is asked for.
  const asked = draft.decision === 'endorse' && subject.goal?.state === 'asked' ? subject.goal : null;
  const effect = consequence(
    subject,
    draft.decision,
    asked ? conditionOf(draft.condition, asked.uses) : undefined,
  );
  const absent = subject.deputies.find((deputy) => deputy.role === role)?.absent;
  const verb = role ? `Sign as ${roleWord[role].toLowerCase()}` : 'Sign';
  return (
    <form
      className="sign-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || command.isPending || role === undefined) return;
        command.mutate(
          {
            subject,
            draft,
            role,
            meaning,
            proof,
            suggestions: suggestionsOf(suggestible, draft.suggestions),
            condition: asked ? conditionOf(draft.condition, asked.uses) : undefined,
            sittingId: sitting?.id,
          },
          { onError: proof.clear },
        );
      }}
    >
      <RadioSegments
        label="Decision"
        labelHidden
        stretch
        options={decisions.map((value) => ({ value, label: decisionWord[value] }))}
        value={draft.decision}
        onChange={(decision) => change({ decision })}
      />
      {absent && (
        <p className="cap whitespace-normal">
          You sign in your own name, as deputy for {absent.name}: what they made you cannot sign either.
        </p>
      )}
      {subject.roles.length > 1 && (
        <Select
          label="Sign as"
          value={role ?? ''}
          onChange={(event) => change({ role: event.target.value })}
          choices={subject.roles.map((held) => ({ value: held, label: roleWord[held] }))}
        />
      )}
      <Select
        label="Meaning of the signature"
        value={meaning}
        onChange={(event) => change({ meaning: event.target.value })}
        choices={meanings.map((text) => ({ value: text, label: text }))}
      />
      <TextArea
        label="Comment, becomes part of the record"
        placeholder={
          subject.expedited ? 'Why it cannot wait for its gates' : 'What you read, and why it is enough'
        }
        maxLength={10_000}
        value={draft.comment}
        onChange={(event) => change({ comment: event.target.value })}
      />
      {asked && (
        <ConditionFields
          address={{ model: page.version.model.key, version: page.version.label }}
          uses={asked.uses}
          latest={asked.until}
          draft={draft.condition}
          onChange={(condition) => change({ condition })}
        />
      )}
      {suggestible.length > 0 && (
        <SuggestionFields
          list={suggestible}
          drafts={draft.suggestions}
          onChange={(suggestions) => change({ suggestions })}
        />
      )}
      <ProofFields proof={proof} />
      {command.isPending ? (
        <div role="status">
          <p className="soft text-13">
            <b>Signing, not signed yet.</b> The server checks who you are, your role and revision{' '}
            {page.version.revision}, then waits for the ledger.
          </p>
          <div className="sign-wait" />
        </div>
      ) : (
        effect && <p className="soft text-13">{effect}</p>
      )}
      {command.error && (
        <ProblemNote
          title="Not signed"
          problem={problemOf(command.error)}
          kept="Nothing was stored. Your comment is still in the field."
        />
      )}
      <div>
        <Button
          kind="main"
          submit
          busy={command.isPending}
          off={!ready}
          describedBy={blockers.length > 0 ? whyId : undefined}
          className="w-full"
        >
          {verb}
        </Button>
        <Reasons id={whyId} title="Before you can sign" sentences={blockers} />
      </div>
    </form>
  );
}
