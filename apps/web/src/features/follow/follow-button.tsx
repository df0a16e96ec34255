import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog } from '../../controls/index.ts';
import { Glyph } from '../../marks/index.ts';
import { useMe } from '../session/index.ts';
import { ChangeSheet } from './change-sheet.tsx';
import { subscriptionsQuery } from './queries.ts';
import { type Told, ToldFields } from './told-fields.tsx';
import { usualGroups, zoneOf } from './words.ts';

function FollowSheet({ model, onClose }: { model: string; onClose: () => void }) {
  const { preferences } = useMe();
  const [told, setTold] = useState<Told>({ events: usualGroups, delivery: 'daily' });
  const follow = useCommand(
    () =>
      api.subscription.make.mutate({
        model,
        by: null,
        events: [...told.events],
        delivery: told.delivery,
        zone: zoneOf(preferences.timeZone),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Follow ${model}`}
      caption="From the next entry on. Quiet hours and the hour of digests are in your settings, under What you follow."
      verb={`Follow ${model}`}
      refused="It is not followed"
      busy={follow.isPending}
      error={follow.error}
      ready={told.events.length > 0}
      onSubmit={() => follow.mutate()}
      onClose={onClose}
    >
      <ToldFields told={told} set={setTold} />
    </CommandDialog>
  );
}

/** On a model's page: to be told what happens to it, or to change or end that. */
export function FollowButton({ model }: { model: string }) {
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(subscriptionsQuery({ model, limit: 20 }));
  const followed = data?.items.find(({ by }) => by === null);
  const close = () => setOpen(false);
  return (
    <>
      <Button off={data === undefined} onClick={() => setOpen(true)}>
        {followed && <Glyph name="tick" />}
        {followed ? 'Following' : 'Follow'}
      </Button>
      {isOpen &&
        (followed ? (
          <ChangeSheet row={followed} onClose={close} />
        ) : (
          <FollowSheet model={model} onClose={close} />
        ))}
    </>
  );
}
