import type { VersionPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Definitions, Section, Value } from '../../controls/index.ts';
import { counted, countText, Digest, guaranteeWord, WholeDigest } from '../../marks/index.ts';

function fallbackText({ fallback }: VersionPage): ReactNode {
  if (fallback === null) return 'none: a blocked version answers with an error';
  return fallback.kind === 'version'
    ? `version ${fallback.label}`
    : `constant ${JSON.stringify(fallback.outputs)}`;
}

/** The run that the version names: a claim until such a run is logged, then held against what was logged. */
function NamedRun({ model, run: named }: { model: string; run: NonNullable<VersionPage['run']> }) {
  const { experiment, run, found } = named;
  if (!found)
    return (
      <>
        {experiment}: {run} <span className="muted">claimed: no such run was logged</span>
      </>
    );
  const both = found.same + found.differing.length;
  return (
    <>
      <Link
        to="/m/$model/experiments/$experiment/runs/$run"
        params={{ model, experiment, run }}
      >{`${experiment}: ${found.name}`}</Link>{' '}
      <span className="muted">
        logged
        {both > 0 &&
          (found.differing.length === 0
            ? `, ${counted(both, 'parameter')} in common, all equal`
            : `, other values of ${found.differing.join(', ')}`)}
      </span>
    </>
  );
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
            page.run && ['Training run', <NamedRun key="r" model={page.version.model.key} run={page.run} />],
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
