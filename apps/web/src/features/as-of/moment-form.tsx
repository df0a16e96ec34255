import { useState } from 'react';
import { Button, TextField } from '../../controls/index.ts';
import { dayText, instantOfDay, timeText, zoneText } from '../../marks/index.ts';

/** Day and time in the person's zone; the moment itself stands in the address. */
export function MomentForm({ at, choose }: { at: string; choose: (at: string) => void }) {
  const [day, setDay] = useState(dayText(at));
  const [time, setTime] = useState(timeText(at));
  return (
    <form
      className="grid w-full grid-cols-2 items-end gap-2 wide:flex wide:w-auto"
      onSubmit={(event) => {
        event.preventDefault();
        // What is shown as of that second is meant too: entries tell thousandths.
        choose(instantOfDay(day, `${time.length === 5 ? `${time}:59` : time}.999`));
      }}
    >
      <TextField
        label="Day"
        type="date"
        required
        value={day}
        onChange={({ target }) => setDay(target.value)}
      />
      <TextField
        label={`Time, ${zoneText(at)}`}
        type="time"
        step={1}
        required
        value={time}
        onChange={({ target }) => setTime(target.value)}
      />
      <Button submit>Show</Button>
    </form>
  );
}
