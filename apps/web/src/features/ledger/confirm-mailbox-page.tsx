import type { MailboxLink } from '@countersign/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { BrandMark } from '../../app/brand.tsx';
import { problemOf } from '../../app/problem.ts';
import { Await, Button, ProblemNote } from '../../controls/index.ts';
import { minuteText } from '../../marks/index.ts';
import '../../app/door.css';

/** Behind `#`: browsers send it to no server, so the secret stands in no log on its way here. */
const secretInAddress = (): string => location.hash.slice(1);

function Confirm({ link: { address, expiresAt }, secret }: { link: MailboxLink; secret: string }) {
  const confirm = useMutation({ mutationFn: () => api.mailbox.confirm.mutate({ secret }) });
  if (confirm.isSuccess)
    return (
      <>
        <h1>Confirmed</h1>
        <p className="soft">
          The newest checkpoint is on its way to <b className="break-all">{address}</b>, and one follows every
          day. Keep them where nobody who runs this portal can change them. You can close this page.
        </p>
      </>
    );
  return (
    <>
      <h1 className="break-words">Checkpoints for {address}</h1>
      <p className="soft">
        Every day this portal sends the newest checkpoint of its ledger: a short signed text that fixes which
        entries there were. Whoever keeps one can prove later that nothing before it was changed. The link
        works once, until <span className="whitespace-nowrap">{minuteText(expiresAt)}</span>.
      </p>
      {confirm.error && (
        <ProblemNote title="The mailbox was not confirmed" problem={problemOf(confirm.error)} />
      )}
      <p>
        <Button kind="main" busy={confirm.isPending} onClick={() => confirm.mutate()}>
          Send checkpoints here
        </Button>
      </p>
    </>
  );
}

/** Where the link in a mail leads, without an account: opening it uses nothing up, confirming does. */
export function ConfirmMailboxPage() {
  const [secret] = useState(secretInAddress);
  const query = useQuery({
    queryKey: ['link', secret],
    queryFn: () => api.mailbox.openLink.mutate({ secret: secret || 'none' }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return (
    <main className="door" id="content">
      <title>Confirm a mailbox · Countersign</title>
      <p className="brand">
        <BrandMark />
        Countersign
      </p>
      {query.error ? (
        <ProblemNote whole title="This link does not work" problem={problemOf(query.error)} />
      ) : (
        <Await query={query} loading={<div className="door-wait" aria-busy="true" />}>
          {(link) => <Confirm link={link} secret={secret} />}
        </Await>
      )}
    </main>
  );
}
