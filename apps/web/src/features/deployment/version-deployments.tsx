import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, buttonClass, Empty, Section, TableLoading } from '../../controls/index.ts';
import { DeploymentTable, deploymentColumns } from './deployment-table.tsx';
import { deploymentsQuery } from './queries.ts';

/** Where a version served and serves; the buttons, with their reasons, are on the board and the overview. */
export function VersionDeployments({ address, page }: { address: VersionAddress; page: VersionPage }) {
  const query = useQuery(deploymentsQuery({ ...address, limit: 200 }));
  return (
    <Section
      first
      title="Deployments"
      count={page.counts.deployments}
      right={
        <Link to="/deployments" search={{ model: address.model }}>
          Board of {address.model}
        </Link>
      }
    >
      <Await query={query} loading={<TableLoading columns={deploymentColumns(false)} rows={4} />}>
        {({ items }) => (
          <DeploymentTable
            rows={items}
            empty={
              <Empty
                title="It was never deployed."
                actions={
                  <Link className={buttonClass()} to="/deployments" search={{ model: address.model }}>
                    Open the board
                  </Link>
                }
              >
                The board shows what stands against deploying it in each environment.
              </Empty>
            }
          />
        )}
      </Await>
    </Section>
  );
}
