import type {
  GateView,
  SignedOff,
  SigningSubject,
  VersionAddress,
  VersionPage,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Await, Empty } from '../../controls/index.ts';
import { AttachmentSection } from '../attachment/index.ts';
import { EvidenceSection } from '../evidence/index.ts';
import { FindingSection } from '../finding/index.ts';
import { GoalSection } from '../goal/index.ts';
import { ReferenceSection } from '../reference/index.ts';
import { SensitiveInputs } from '../sensitive/index.ts';
import { SittingBar, useOpenedIn } from '../sitting/index.ts';
import { Notebooks, VersionFrame, VersionLoading, versionQuery } from '../version/index.ts';
import { openQuestions, unopenedEvidence } from './blockers.ts';
import { Checklist } from './checklist.tsx';
import { useDraft } from './draft.ts';
import { ExpeditedNote } from './expedited-note.tsx';
import { subjectQuery } from './queries.ts';
import { useReviewKeys } from './review-keys.ts';
import type { ReviewSearch } from './search.ts';
import { SignPanel } from './sign-panel.tsx';
import { expeditedPlace, placeTitle } from './signing-place.ts';
import { SinceSigned } from './since-signed.tsx';
import '../../controls/panel.css';
import './review.css';

const route = getRouteApi('/frame/m/$model/v/$version/review');

function gateOf(page: VersionPage, requestId: string | undefined): GateView | undefined {
  return requestId
    ? page.gates.find(({ request }) => request?.id === requestId)
    : page.gates.find(({ state, request }) => state === 'open' && request !== null);
}

function SignBar({ title, gate, owed }: { title: string; gate: GateView; owed: number }) {
  return (
    <div className="sign-bar">
      <span>
        <b>{title}</b>
        <span className="cap block">
          {gate.signed} of {gate.needed} signed
          {owed > 0 && `, ${owed} ${owed === 1 ? 'thing' : 'things'} to do`}
        </span>
      </span>
      <a className="btn btn-main" href="#sign">
        Go to sign-off
      </a>
    </div>
  );
}

function Reading({
  address,
  page,
  gate,
  subject,
  search,
}: {
  address: VersionAddress;
  page: VersionPage;
  gate: GateView;
  subject: SigningSubject;
  search: ReviewSearch;
}) {
  const { draft, change, discard } = useDraft(subject.requestId);
  const sitting = useOpenedIn(search.sitting, subject);
  const [signed, setSigned] = useState<SignedOff | null>(null);
  // The draft ends with the signature; what was decided is still said.
  const [decided, setDecided] = useState(draft.decision);
  useReviewKeys(subject);
  const owed =
    subject.mine?.state === 'owed'
      ? 1
      : unopenedEvidence(subject).length + openQuestions(subject, draft).length;
  return (
    <>
      <div className="split">
        <div>
          {subject.expedited && <ExpeditedNote road={subject.expedited} />}
          {subject.since && !signed && <SinceSigned since={subject.since} now={subject.revision} />}
          {subject.goal && (
            <GoalSection
              first={!subject.expedited && (!subject.since || signed !== null)}
              goal={subject.goal}
              earlier={subject.earlierGoal}
            />
          )}
          <EvidenceSection
            first={!subject.goal && !subject.expedited && (!subject.since || signed !== null)}
            address={address}
            gate={subject.expedited ? null : gate}
            gates={subject.expedited ? [] : [gate]}
            show={search.show}
            evidence={search.evidence}
            cases={search.cases}
            mayRun={false}
          />
          <ReferenceSection address={address} />
          <AttachmentSection address={address} />
          <SensitiveInputs fields={page.inputs} />
          <Notebooks opens="asked" address={address} path={search.notebook} />
          <FindingSection model={address.model} version={address.version} />
          {subject.checklist.length > 0 && !signed && subject.mine?.state !== 'owed' && (
            <Checklist
              questions={subject.checklist}
              answers={draft.answers}
              onChange={(answers) => change({ answers })}
            />
          )}
        </div>
        <SignPanel
          page={page}
          gate={gate}
          subject={subject}
          draft={draft}
          change={change}
          signed={signed}
          decided={decided}
          sitting={sitting}
          onSigned={(answer) => {
            setDecided(subject.mine?.state === 'owed' ? 'endorse' : draft.decision);
            discard();
            setSigned(answer);
          }}
        />
      </div>
      {!signed && <SignBar title={placeTitle(subject)} gate={gate} owed={owed} />}
    </>
  );
}

function Gate({
  address,
  page,
  search,
}: {
  address: VersionAddress;
  page: VersionPage;
  search: ReviewSearch;
}) {
  // A link without a request means the gate that is open; it stays the one shown after its last signature closed it.
  const [opened, setOpened] = useState('');
  const asked = search.request ?? (opened || undefined);
  const gate = gateOf(page, asked);
  const requestId = asked ?? gate?.request?.id ?? '';
  if (requestId !== '' && opened === '') setOpened(requestId);
  // Loaded once and kept while the panel shows what was signed, even if the request has ended by it.
  const subject = useQuery({ ...subjectQuery(requestId), enabled: requestId !== '' });
  const [lastGate, setLastGate] = useState(gate);
  if (gate && gate !== lastGate) setLastGate(gate);
  const road = subject.data?.expedited;
  const shown = road && subject.data ? expeditedPlace(subject.data, road) : (gate ?? lastGate);
  if (requestId === '' || (!shown && subject.data)) {
    return (
      <Empty title="No gate of this version is open.">
        Whoever made it, or its owner, asks for a gate on the overview; then it is signed here.
      </Empty>
    );
  }
  return (
    <Await query={subject} loading={<div className="min-h-[640px]" aria-busy="true" />}>
      {(found) =>
        shown && (
          <Reading
            key={requestId}
            address={address}
            page={page}
            gate={shown}
            subject={found}
            search={search}
          />
        )
      }
    </Await>
  );
}

export function ReviewPage() {
  const address = route.useParams();
  const search = route.useSearch();
  const query = useQuery(versionQuery(address));
  return (
    <Await whole query={query} loading={<VersionLoading address={address} />}>
      {(page) => (
        <VersionFrame address={address} page={page} tab="review">
          {search.sitting && <SittingBar sittingId={search.sitting} requestId={search.request} />}
          <Gate address={address} page={page} search={search} />
        </VersionFrame>
      )}
    </Await>
  );
}
