import {
  type EventGroup,
  eventGroups,
  type SubscriptionDelivery,
  subscriptionDeliveries,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Select } from '../../controls/index.ts';
import { groupWord } from '../../marks/index.ts';
import { subscriberQuery } from './queries.ts';
import { deliveryWord } from './words.ts';

/** What is told, and how. */
export interface Told {
  readonly events: readonly EventGroup[];
  readonly delivery: SubscriptionDelivery;
}

export function ToldFields({ told, set }: { told: Told; set: (next: Told) => void }) {
  const { data } = useQuery(subscriberQuery);
  return (
    <>
      <Select
        label="You are told"
        hint={
          data?.mailTo === null
            ? 'No mail server is configured, so no mail is sent: it is told in the portal, under Following.'
            : 'Whatever you choose, it is in the portal too, under Following.'
        }
        value={told.delivery}
        onChange={({ target }) => set({ ...told, delivery: target.value as SubscriptionDelivery })}
        choices={subscriptionDeliveries.map((value) => ({ value, label: deliveryWord[value] }))}
      />
      <fieldset className="grid gap-1">
        <legend className="cap pb-1">Kinds of events, of those that you may see</legend>
        <div className="grid gap-x-4 gap-y-1 wide:grid-cols-2">
          {eventGroups.map((group) => (
            <label key={group} className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                checked={told.events.includes(group)}
                onChange={({ target }) =>
                  set({
                    ...told,
                    events: eventGroups.filter((one) =>
                      one === group ? target.checked : told.events.includes(one),
                    ),
                  })
                }
              />
              <span>{groupWord[group]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
