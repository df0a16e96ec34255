import type { MailboxLink } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { LinkPage } from '../../app/link-page.tsx';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { minuteText } from '../../marks/index.ts';

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

/** Confirms by its button that checkpoints are to come to this mailbox. */
export const ConfirmMailboxPage = () => (
  <LinkPage title="Confirm a mailbox" open={(secret) => api.mailbox.openLink.mutate({ secret })}>
    {(link, secret) => <Confirm link={link} secret={secret} />}
  </LinkPage>
);
