import type { ScheduleRow } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog } from '../../controls/index.ts';

export function DeleteSheet({ schedule, onClose }: { schedule: ScheduleRow; onClose: () => void }) {
  const remove = useCommand(
    () => api.schedule.move.mutate({ scheduleId: schedule.id, to: 'deleted' }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Delete ${schedule.name}`}
      caption="It is made no more. Reports that it made stay, and so do its entries."
      verb="Delete it"
      kind="stop"
      refused="It was not deleted"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
