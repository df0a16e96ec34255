import type { VersionPage } from '@countersign/contracts';
import type { ReactNode } from 'react';
import { Definitions, Section, Value } from '../../controls/index.ts';
import { countText, Digest, guaranteeWord, WholeDigest } from '../../marks/index.ts';

function fallbackText({ fallback }: VersionPage): ReactNode {
  if (fallback === null) return 'none: a blocked version answers with an error';
  return fallback.kind === 'version'
    ? `version ${fallback.label}`
    : `constant ${JSON.stringify(fallback.outputs)}`;
}

export function DossierFacts({ page }: { page: VersionPage }) {
  const { authors, runtime, sourceCommit, artifact } = page;
  return (
    <aside aria-label="Facts of the dossier">
      <Section first title="Dossier" count={`revision ${page.version.revision}`}>
        <Definitions
          items={[
            ['Substance', <WholeDigest key="s" value={page.substance} />],
            ['Presentation', <WholeDigest key="p" value={page.presentation} />],
            artifact && ['Artifact', `${artifact.path}, ${countText(artifact.size)} bytes`],
            [
              'Authors',
              authors.length === 0
                ? 'none named'
                : authors.map(({ email, person, parts }) => (
                    <p key={email}>
                      {person ? person.name : <span className="muted">{email}, claimed</span>}{' '}
                      <span className="muted">{parts.join(', ')}</span>
                    </p>
                  )),
            ],
            sourceCommit && [
              'Source commit',
              <span key="c">
                {sourceCommit.repository} <Digest value={sourceCommit.commit} what="source commit" />
              </span>,
            ],
            ['Guarantee', guaranteeWord[page.guarantee]],
            ['Fallback', fallbackText(page)],
            runtime && ['Runtime', `${runtime.name} ${runtime.version}, ${runtime.provider}`],
          ]}
        />
      </Section>
      {page.parameters.length > 0 && (
        <Section title="Parameters" count={page.parameters.length}>
          <Definitions
            items={page.parameters.map(({ name, value }) => [name, <Value key={name} text={value} />])}
          />
        </Section>
      )}
      {page.buildEnvironment.length > 0 && (
        <Section title="Build environment" count="claimed">
          <Definitions
            items={page.buildEnvironment.map(({ name, value }) => [name, <Value key={name} text={value} />])}
          />
        </Section>
      )}
    </aside>
  );
}
