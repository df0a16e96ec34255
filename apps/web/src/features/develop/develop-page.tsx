import { withBase } from '../../app/base-path.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Definitions, PageTitle, Section } from '../../controls/index.ts';
import { CopyButton } from '../../marks/index.ts';
import { TokenSection } from './token-section.tsx';
import './develop.css';

interface Example {
  title: string;
  text: string;
  command: string;
}

const examples: readonly Example[] = [
  {
    title: 'Register a version',
    text: 'A folder with manifest.json; the same folder twice changes nothing, other bytes under the same version are refused.',
    command: 'countersign register ./my-version',
  },
  {
    title: 'Where a version stands',
    text: 'Its stage, its gates and what is missing, for a pipeline.',
    command: 'countersign status credit-risk 1.1.0',
  },
  {
    title: 'Whether it may be used',
    text: 'Before a pipeline uses a model: exit code 0 usable, 1 advisory or deprecated, 2 “do not use” or not known.',
    command: 'countersign check credit-risk --environment production',
  },
  {
    title: 'Ask the champion',
    text: 'Validated inputs, the decision rule applied, the answer recorded before it is given.',
    command: 'countersign predict credit-risk --environment production inputs.json',
  },
  {
    title: 'Reproduce a prediction',
    text: 'By our id or by the one that the caller gave.',
    command: 'countersign replay cr-3936-branch-lending',
  },
];

function Command({ example }: { example: Example }) {
  return (
    <div className="command-example">
      <h3>{example.title}</h3>
      <p className="soft text-13">{example.text}</p>
      <p className="command-line">
        <code>{example.command}</code>
        <CopyButton text={example.command} what={`command: ${example.title.toLowerCase()}`} />
      </p>
    </div>
  );
}

export function DevelopPage() {
  const address = location.origin + withBase('');
  return (
    <div className="page">
      <title>Interfaces · Countersign</title>
      <PageTitle first title="Interfaces" beside="for pipelines, services and notebooks" />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <div className="halves">
        <Section first title="REST">
          <Definitions
            items={[
              [
                'Address',
                <span key="a" className="mono">
                  {address}/api/v1 <CopyButton text={`${address}/api/v1`} what="address of the interface" />
                </span>,
              ],
              [
                'Description',
                <a key="o" href={withBase('/api/v1/openapi.json')}>
                  /api/v1/openapi.json
                </a>,
              ],
              [
                'Authentication',
                <span key="t">
                  <code>Authorization: Bearer</code> and an API token. A token can do what its person may,
                  except sign.
                </span>,
              ],
              [
                'Errors',
                <span key="e">
                  <code>{'{error: {code, message, detail, requestId}}'}</code>; codes are stable, sentences
                  are not
                </span>,
              ],
              [
                'Repeating',
                <span key="i">
                  <code>Idempotency-Key</code> on every POST: the same answer for seven days
                </span>,
              ],
              [
                'Health',
                <a key="h" href={withBase('/healthz')}>
                  /healthz
                </a>,
              ],
            ]}
          />
        </Section>
        <Section first title="Command line">
          <div className="border-t border-ink">
            {examples.map((example) => (
              <Command key={example.title} example={example} />
            ))}
          </div>
        </Section>
      </div>
      <TokenSection />
    </div>
  );
}
