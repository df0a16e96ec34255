import { change } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import type { KnownPerson } from '../person/sign-in.ts';

/** Breaking the seal is seen: where passwords are off, each use of the emergency account is an entry. */
export async function noteEmergency(house: House, person: KnownPerson): Promise<void> {
  if (house.access?.passwords !== 'emergency') return;
  await change({ ...house, actor: systemActor('sign-in') }, async () => ({
    result: undefined,
    events: [{ event: 'person.emergency-signed-in', subject: { kind: 'person', id: person.id }, data: {} }],
  }));
}
