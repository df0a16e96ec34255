import type { TokenRow } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog } from '../../controls/index.ts';

export function RevokeTokenSheet({ token, onClose }: { token: TokenRow; onClose: () => void }) {
  const revoke = useCommand(() => api.token.revoke.mutate({ id: token.id }), onClose);
  return (
    <CommandDialog
      title={`Revoke ${token.name}`}
      caption="Whatever uses it is refused from the next call on. It cannot be brought back."
      verb="Revoke the token"
      kind="stop"
      refused="The token was not revoked"
      busy={revoke.isPending}
      error={revoke.error}
      onSubmit={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
