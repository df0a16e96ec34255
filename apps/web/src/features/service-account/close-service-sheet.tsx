import type { ServiceRow } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog } from '../../controls/index.ts';

export function CloseServiceSheet({ service, onClose }: { service: ServiceRow; onClose: () => void }) {
  const close = useCommand(() => api.person.close.mutate({ personId: service.id }), onClose);
  return (
    <CommandDialog
      title={`Close ${service.name}`}
      caption="Its roles and tokens end at once and for good. What it registered stays."
      verb="Close the account"
      kind="stop"
      refused="The account was not closed"
      busy={close.isPending}
      error={close.error}
      onSubmit={() => close.mutate()}
      onClose={onClose}
    />
  );
}
