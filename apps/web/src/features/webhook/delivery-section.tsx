import type { Delivery, DeliveryAttempt } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, Button, type Column, ProblemNote, Section, Table } from '../../controls/index.ts';
import { CopyButton, countText, Result, When } from '../../marks/index.ts';
import { deliveryQuery } from './queries.ts';

const columns: readonly Column<DeliveryAttempt>[] = [
  { head: 'At', cell: ({ at }) => <When at={at} precision="second" />, width: 230 },
  { head: 'Try', cell: ({ attempt }) => countText(attempt), numeric: true, width: 56 },
  {
    head: 'Answer',
    cell: ({ status, problem }) =>
      problem === null ? (
        <Result tone="ok">{String(status)}</Result>
      ) : (
        <Result tone="no">{status === null ? 'None' : String(status)}</Result>
      ),
    width: 110,
    phone: true,
  },
  { head: 'Took', cell: ({ tookMs }) => `${countText(tookMs)} ms`, numeric: true, width: 100 },
  {
    head: 'What came back',
    cell: ({ problem, response }) => (
      <span className="break-all">
        {problem}
        {problem && response ? ' ' : ''}
        {response && <code>{response}</code>}
        {!problem && !response && <span className="muted">nothing but the status</span>}
      </span>
    ),
  },
];

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function Sent({ delivery }: { delivery: Delivery }) {
  const headers = Object.entries(delivery.tries[0]?.headers ?? {});
  return (
    <div className="halves gap-y-3 pt-3">
      <div>
        <h3>Body</h3>
        <pre className="sent">{indented(delivery.body)}</pre>
      </div>
      <div>
        <h3>Headers of the last try</h3>
        {headers.length === 0 ? (
          <p className="soft">Nothing left the house.</p>
        ) : (
          <pre className="sent">{headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
        )}
      </div>
    </div>
  );
}

/** One message: what was sent, what came back, and sending it again. */
export function DeliverySection({ webhookId, id }: { webhookId: string; id: string }) {
  const query = useQuery(deliveryQuery(webhookId, id));
  const resend = useCommand(() => api.webhook.resend.mutate({ webhookId, id }));
  return (
    <Section
      title="Message"
      count={
        <>
          <span className="mono break-all">{id}</span> <CopyButton text={id} what="id of the message" />
        </>
      }
      right={
        <Button small busy={resend.isPending} onClick={() => resend.mutate()}>
          {resend.isPending ? 'Sending' : 'Send again'}
        </Button>
      }
    >
      {resend.error && <ProblemNote title="Not sent again" problem={problemOf(resend.error)} />}
      <Await query={query} loading={<p className="muted">Reading</p>}>
        {(delivery) => (
          <>
            <Table
              label="Tries"
              rows={delivery.tries}
              keyOf={({ attempt }) => String(attempt)}
              columns={columns}
              top
              second={({ attempt, problem, tookMs }) =>
                `Try ${countText(attempt)}, ${countText(tookMs)} ms${problem ? `. ${problem}` : ''}`
              }
            />
            <Sent delivery={delivery} />
          </>
        )}
      </Await>
    </Section>
  );
}
