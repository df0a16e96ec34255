import type { Home } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Await, Button, Empty, PageTitle, Section, TableLoading, TextField } from '../../controls/index.ts';
import { minuteText } from '../../marks/index.ts';
import { DeploymentTable, deploymentColumns } from '../deployment/index.ts';
import { InboxTable, inboxColumns } from '../inbox/index.ts';
import { VersionTable, versionColumns } from '../model/index.ts';
import { WaitingNotices } from '../notice/index.ts';
import { RecallTable, recallColumns } from '../recall/index.ts';
import { WaitingTiers } from '../tier/index.ts';

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });

/** A prediction is found by our id or by the caller's. */
function LookUp() {
  const navigate = useNavigate();
  const [id, setId] = useState('');
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim()) void navigate({ to: '/p/$prediction', params: { prediction: id.trim() } });
      }}
    >
      <TextField
        label="Look up a prediction by its id"
        value={id}
        size={34}
        onChange={(event) => setId(event.target.value)}
      />
      <Button submit>Look up</Button>
    </form>
  );
}

function Waiting({ home }: { home: Home }) {
  return (
    <Section
      first
      title="Waiting for you"
      count={`${home.waiting.length}${home.waitingMore ? '+' : ''}, soonest due first`}
      right={<Link to="/inbox">Open inbox</Link>}
    >
      <InboxTable items={home.waiting} />
    </Section>
  );
}

function Rest({ home }: { home: Home }) {
  return (
    <>
      <Section
        title="In flight and followed"
        count={home.inFlight.length}
        right={<Link to="/models">All models</Link>}
      >
        <VersionTable
          rows={home.inFlight}
          empty={
            <Empty title="No version to show.">
              Register one to a model, or open a model to see its versions.
            </Empty>
          }
        />
      </Section>
      <div className="halves">
        <Section
          title="Open recalls"
          count={home.recalls.length}
          right={<Link to="/recalls">All recalls</Link>}
        >
          <RecallTable rows={home.recalls} brief empty={<Empty title="No open recall to show." />} />
        </Section>
        <Section
          title="Recent deployments"
          count={home.deployments.length}
          right={<Link to="/deployments">All deployments</Link>}
        >
          <DeploymentTable rows={home.deployments} brief empty={<Empty title="No deployment to show." />} />
        </Section>
      </div>
    </>
  );
}

function Loading() {
  return (
    <>
      <Section first title="Waiting for you">
        <TableLoading columns={inboxColumns} rows={3} roomy />
      </Section>
      <Section title="In flight and followed">
        <TableLoading columns={versionColumns} rows={6} />
      </Section>
      <div className="halves">
        <Section title="Open recalls">
          <TableLoading columns={recallColumns(true)} rows={2} />
        </Section>
        <Section title="Recent deployments">
          <TableLoading columns={deploymentColumns(true)} rows={3} />
        </Section>
      </div>
    </>
  );
}

export function HomePage() {
  const query = useQuery({ queryKey: ['home'], queryFn: () => api.home.read.query() });
  const [now] = useState(() => new Date());
  return (
    <div className="page">
      <title>Work · Countersign</title>
      <PageTitle
        first
        title="Work"
        beside={`${weekday.format(now)}, ${minuteText(now.toISOString())}`}
        acts={<LookUp />}
      />
      <Await query={query} loading={<Loading />}>
        {(home) => (
          <>
            <Waiting home={home} />
            <WaitingNotices />
            <WaitingTiers />
            <Rest home={home} />
          </>
        )}
      </Await>
    </div>
  );
}
