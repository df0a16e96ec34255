import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Button,
  buttonClass,
  Empty,
  ModelCrumbs,
  PageTitle,
  ProblemNote,
  Reasons,
  Section,
} from '../../controls/index.ts';
import { countText, Glyph, gateWord } from '../../marks/index.ts';
import { FileList } from './file-list.tsx';
import { FolderField } from './folder-field.tsx';
import { type Step, useRegistration } from './use-registration.ts';

const route = getRouteApi('/frame/m/$model/new');

const isGate = (gate: string): gate is keyof typeof gateWord => gate in gateWord;

function Done({ step }: { step: Extract<Step, { at: 'done' }> }) {
  const { answer } = step;
  return (
    <div role="status">
      <p className="flex items-center gap-2 text-16">
        <span className="text-ok">
          <Glyph name="tick" size={16} />
        </span>
        <b>
          {answer.model} {answer.version}
        </b>{' '}
        {answer.existed ? 'was registered already, byte for byte the same' : 'is registered'}
      </p>
      <Reasons
        id="gates"
        title={
          answer.unsatisfiableGates.length > 0
            ? 'Gates that the people of today could not satisfy'
            : undefined
        }
        sentences={answer.unsatisfiableGates.map((gate) => (isGate(gate) ? gateWord[gate] : gate))}
      />
      <Reasons
        id="fields"
        title={answer.missingFields.length > 0 ? 'Required of the model, and not filled in yet' : undefined}
        sentences={answer.missingFields}
      />
      <Reasons
        id="fitted"
        title={answer.fittedOnAll.length > 0 ? 'Fitted on rows that it is measured on' : undefined}
        sentences={answer.fittedOnAll.map(({ dataset, why }) => `${dataset}: ${why}`)}
      />
      <div className="steps">
        <Link
          className={buttonClass('main')}
          to="/m/$model/v/$version"
          params={{ model: answer.model, version: answer.version }}
        >
          Open the version
        </Link>
      </div>
    </div>
  );
}

function Body({ step, send }: { step: Step; send: ReturnType<typeof useRegistration>['send'] }) {
  switch (step.at) {
    case 'choose':
      return (
        <Empty title="No folder is chosen.">
          The folder holds <code>manifest.json</code>, which names the files, their kinds and the authors.
          Files are hashed in this browser; nothing is sent before you register. A pipeline does the same with{' '}
          <code>countersign register</code>.
        </Empty>
      );
    case 'reading':
      return (
        <p role="status">
          Hashing, {countText(step.hashed)} files done of at most {countText(step.files)}
        </p>
      );
    case 'wrong':
      return (
        <div role="alert">
          <h3 className="problem-title">The folder cannot be registered</h3>
          <Reasons
            id="wrong"
            sentences={step.problems.map(({ path, message }) => (
              <>
                <span className="mono">{path}</span> {message}
              </>
            ))}
          />
        </div>
      );
    case 'ready':
    case 'sending':
    case 'refused':
      return (
        <>
          <p className="lede">
            <b>
              {step.folder.manifest.model} {step.folder.manifest.version}
            </b>{' '}
            {step.folder.manifest.description}
          </p>
          {step.at === 'refused' && (
            <ProblemNote
              title={step.path ? `${step.path} was not taken` : 'The version was not registered'}
              problem={step.problem}
              kept="Files that were taken are kept for a day; registering again sends only what is missing."
            />
          )}
          <div className="steps pb-4">
            <Button kind="main" busy={step.at === 'sending'} onClick={() => void send(step.folder)}>
              {step.at === 'sending' ? 'Registering' : 'Register the version'}
            </Button>
          </div>
          <FileList
            files={step.folder.manifest.files}
            sent={step.at === 'sending' ? step.sent : undefined}
            refused={step.at === 'refused' ? step.path : null}
          />
        </>
      );
    case 'done':
      return <Done step={step} />;
  }
}

export function RegisterPage() {
  const { model } = route.useParams();
  const { step, choose, send } = useRegistration(model);
  return (
    <div className="page">
      <title>{`Register a version of ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="New version" />
      <PageTitle title={`Register a version of ${model}`} />
      <Section first title="Folder">
        <div className="border-t border-ink pt-4">
          {step.at !== 'done' && (
            <FolderField off={step.at === 'sending'} onChoose={(files) => void choose(files)} />
          )}
          <div className="pt-4">
            <Body step={step} send={send} />
          </div>
        </div>
      </Section>
    </div>
  );
}
