import type { AsOfModel, AsOfVersion } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Section } from '../../controls/index.ts';
import { AsFoundTag, EntryLink, Rail, railAsOf, StandingTag, tierWord, wordOf } from '../../marks/index.ts';
import { DeployedTable } from './deployed-table.tsx';
import { SignedTable } from './signed-table.tsx';

function Version({ model, version }: { model: string; version: AsOfVersion }) {
  const { label, standing, asFound, number } = version;
  return (
    <div className="pt-4">
      <div className="flex flex-wrap items-baseline gap-3">
        <h3>
          <Link className="quiet" to="/m/$model/v/$version" params={{ model, version: label }}>
            {label}
          </Link>
        </h3>
        {(standing === 'advisory' || standing === 'blocked') && <StandingTag standing={standing} />}
        {asFound && <AsFoundTag />}
        <span className="cap">
          stage by entry <EntryLink number={number} />
        </span>
      </div>
      <Rail stops={railAsOf(version)} />
      <SignedTable version={version} />
    </div>
  );
}

/** One model at the moment: where which version was, and who had signed for it. */
export function ModelAsOf({ model, first }: { model: AsOfModel; first: boolean }) {
  const { key, name, tier, policy, retired, number, deployments, versions } = model;
  return (
    <Section
      first={first}
      title={
        <Link className="quiet" to="/m/$model" params={{ model: key }}>
          {key}
        </Link>
      }
      count={[
        name,
        `tier ${wordOf(tierWord, tier).toLowerCase()}`,
        `policy ${policy.id}${policy.number === null ? '' : ` ${policy.number}`}`,
        retired ? 'retired' : null,
      ]
        .filter(Boolean)
        .join(', ')}
      right={
        <span className="cap">
          made by entry <EntryLink number={number} />
        </span>
      }
    >
      {deployments.length === 0 ? (
        <p className="soft pt-2">Nothing was deployed.</p>
      ) : (
        <>
          <DeployedTable model={model} />
          {versions.map((version) => (
            <Version key={version.id} model={key} version={version} />
          ))}
        </>
      )}
    </Section>
  );
}
