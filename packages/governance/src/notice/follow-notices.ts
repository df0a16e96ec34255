import type { House } from '../context.ts';
import { endPins } from './end-pins.ts';
import { judgeTraffic } from './judge-traffic.ts';
import { pressNotices } from './press-notices.ts';
import { reachConsumers } from './reach-consumers.ts';
import { sendHeld } from './send-held.ts';
import { settleDelivery } from './settle-delivery.ts';

/** Each minute: who can be told by now, what was delivered, what traffic proves, who is reminded and who else is told. Servers that look at once do none of it twice. */
export async function followNotices(house: House): Promise<void> {
  for (const look of [endPins, reachConsumers, sendHeld, settleDelivery, judgeTraffic, pressNotices])
    await look(house).catch((error: Error) =>
      house.log.error({ look: look.name, reason: error.message }, 'notices were not followed'),
    );
}
