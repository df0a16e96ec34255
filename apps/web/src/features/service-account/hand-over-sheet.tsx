import type { ServiceRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select } from '../../controls/index.ts';
import { usePeopleChoices } from '../person/index.ts';
import { useMe } from '../session/index.ts';

export function HandOverSheet({ service, onClose }: { service: ServiceRow; onClose: () => void }) {
  const me = useMe();
  const [responsibleId, setResponsibleId] = useState('');
  const people = usePeopleChoices().filter(
    ({ value }) => value !== service.responsible.id && value !== me.person.id,
  );
  const handOver = useCommand(
    () => api.serviceAccount.handOver.mutate({ serviceId: service.id, responsibleId }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Hand ${service.name} over`}
      caption={`Its tokens ${service.state === 'stopped' ? 'are let in again' : 'go on working'}: where ${service.responsible.name} knows one, make another and revoke it.`}
      verb="Hand it over"
      refused="The service account was not handed over"
      busy={handOver.isPending}
      error={handOver.error}
      ready={responsibleId !== ''}
      onSubmit={() => handOver.mutate()}
      onClose={onClose}
    >
      <Select
        label="Who answers for it from now on"
        hint="An author of what it registers from then on. Nobody takes one over by themselves."
        value={responsibleId}
        onChange={(event) => setResponsibleId(event.target.value)}
        choices={[{ value: '', label: 'Choose a person' }, ...people]}
      />
    </CommandDialog>
  );
}
