// A program: a worker of an installation that is there already, which sends its webhooks. It is killed, never stopped.
// node bench/webhook-sender.mjs '{"url": …, "folder": …}'
import { openCaller, startWorker } from '../dist/index.js';
import { joinHouse } from './open-house.mjs';

const { house } = await joinHouse(JSON.parse(process.argv[2]));
await startWorker({ ...house, caller: openCaller({ proxy: null, noProxy: '' }) });
